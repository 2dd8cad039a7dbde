package io.jenkins.cd4ml.report;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;
import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageDetail;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Slice;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Results as a run of the weather example leaves them, made up here where the page must show what no small run has. */
final class ReportFixtures {
    static final String MODEL = "seattle-weather";
    private static final String RUN = "20261121-085102";
    private static final Instant START = Instant.parse("2026-11-21T08:51:02Z");
    private static final String DATA = "sha256:9f2c4be1a70d5c83e6f91b24d8a3c05e7f6d1b2a3c4d5e6f708192a3b4c5d6e7";
    private static final String BEFORE = "sha256:1c0ffee0a70d5c83e6f91b24d8a3c05e7f6d1b2a3c4d5e6f708192a3b4c5d600";
    private static final ModelReference CANDIDATE =
            new ModelReference(MODEL, 4, DATA.replace("9f2c", "77aa"), ".cd4ml/registry/seattle-weather/versions/4");
    private static final ModelReference CHAMPION =
            new ModelReference(MODEL, 3, DATA.replace("9f2c", "33bb"), ".cd4ml/registry/seattle-weather/versions/3");

    private ReportFixtures() {}

    /** All six stages, all passed. */
    static List<StageResult> passed() {
        return List.of(data(), train(), validate(true), packaged(), canary(true), drift(false));
    }

    /** A run whose model was not good enough: nothing after validation ran. */
    static List<StageResult> rejected() {
        return List.of(data(), train(), validate(false));
    }

    /** A run whose canary was rolled back. */
    static List<StageResult> rolledBack() {
        return List.of(data(), train(), validate(true), packaged(), canary(false));
    }

    static StageResult result(
            Stage stage, Verdict verdict, String summary, List<Check> checks, StageDetail detail, Problem problem) {
        Provenance provenance = new Provenance(
                DATA,
                "8f03506c1e2d3f4a5b6c7d8e9f00112233445566",
                true,
                "5d41402abc4b2a76b9719d911017c592aabbccddeeff00112233445566778899",
                7L,
                "1.0",
                new TreeMap<>(Map.of("djl", "0.35.1", "pytorch", "2.7.1")),
                "17.0.15, Debian",
                "Linux 6.8, amd64",
                "AVX512",
                1);
        List<OutputFile> files = List.of(
                new OutputFile("log", ".cd4ml/runs/" + RUN + "/" + stage.command() + ".events.jsonl", sha(3), 9123));
        Instant started = START.plusSeconds(20L * stage.ordinal());
        return new StageResult(
                Protocol.VERSION,
                stage,
                RUN,
                MODEL,
                verdict,
                summary,
                checks,
                detail,
                files,
                provenance,
                problem,
                started,
                started.plusMillis(7400));
    }

    static StageResult data() {
        List<ColumnSummary> columns = List.of(
                new ColumnSummary(
                        "date",
                        "date",
                        false,
                        1461,
                        0,
                        1461,
                        true,
                        15340.0,
                        16800.0,
                        16070.0,
                        421.9,
                        List.of(),
                        List.of(),
                        bell(24, 15340, 16800, 9, 1461)),
                numeric("precipitation", 0, 55.9, 3.03, 6.68, 0, bell(24, 0, 55.9, 0.01, 1461)),
                numeric("temp_max", -1.6, 35.6, 16.4, 7.35, 13, bell(24, -1.6, 35.6, 0.5, 1448)),
                numeric("temp_min", -7.1, 18.3, 8.23, 5.02, 13, bell(24, -7.1, 18.3, 0.6, 1448)),
                numeric("wind", 0.4, 9.5, 3.24, 1.44, 102, bell(24, 0.4, 9.5, 0.3, 1359)),
                new ColumnSummary(
                        "station_keeper",
                        "text",
                        true,
                        1461,
                        3,
                        14,
                        true,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null),
                new ColumnSummary(
                        "weather",
                        "category",
                        false,
                        1461,
                        0,
                        5,
                        true,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        counts("sun", 714, "fog", 411, "rain", 259, "drizzle", 54, "snow", 23),
                        null));
        DataDiff diff = new DataDiff(
                BEFORE,
                1096,
                List.of("data/seattle-2015.csv"),
                List.of(),
                List.of(),
                List.of("station_keeper"),
                List.of(),
                List.of(
                        new DataDiff.ColumnChange("wind", "missing share", "0.021", "0.0698"),
                        new DataDiff.ColumnChange("temp_max", "mean", "15.8", "16.4"),
                        new DataDiff.ColumnChange("precipitation", "sd", "6.31", "6.68")));
        List<Check> checks = List.of(
                check(
                        "precipitation: min 0",
                        "expectation",
                        Outcome.PASSED,
                        0.0,
                        0.0,
                        ">=",
                        null,
                        1461L,
                        "All 1,461 values of precipitation are at least 0."),
                check(
                        "weather: in drizzle, fog, rain, snow, sun",
                        "expectation",
                        Outcome.PASSED,
                        null,
                        null,
                        "in",
                        null,
                        1461L,
                        "All 1,461 values of weather are allowed."));
        return result(
                Stage.VERSION_DATA,
                Verdict.PASSED,
                "Data version sha256:9f2c4be1a70d: 1,461 rows in 2 files, all 2 expectations hold.",
                checks,
                new VersionDataDetail(DATA, 2, 48219, 1461, 12044, columns, diff),
                null);
    }

    static StageResult train() {
        List<TrainModelDetail.Epoch> epochs = new ArrayList<>();
        for (int epoch = 1; epoch <= 40; epoch++) {
            double decay = Math.exp(-epoch / 9.0);
            double overfit = Math.max(0, epoch - 26) * 0.0035;
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("accuracy", 0.845 - 0.45 * decay - overfit / 2 + 0.004 * Math.sin(epoch));
            metrics.put("f1_macro", 0.62 - 0.4 * decay - overfit / 2 + 0.006 * Math.cos(epoch));
            epochs.add(new TrainModelDetail.Epoch(
                    epoch, 0.41 + 1.2 * decay - 0.002 * epoch, 0.47 + 1.1 * decay + overfit, metrics, 0.012));
        }
        TrainModelDetail detail = new TrainModelDetail(
                "mlp",
                "classification",
                "weather",
                List.of("drizzle", "fog", "rain", "snow", "sun"),
                List.of(
                        new TrainModelDetail.Feature("precipitation", "decimal", "median 0, standardised", 1),
                        new TrainModelDetail.Feature(
                                "temp_max", "decimal", "median 15.6, standardised, missing flag", 2),
                        new TrainModelDetail.Feature(
                                "temp_min", "decimal", "median 8.3, standardised, missing flag", 2),
                        new TrainModelDetail.Feature("wind", "decimal", "median 3.0, standardised, missing flag", 2)),
                new TreeMap<>(Map.of("train", 912L, "validation", 184L, "test", 365L, "unused", 0L)),
                453,
                new TreeMap<>(Map.of(
                        "hidden", List.of(32), "epochs", 60, "learningRate", 0.01, "batchSize", 32, "patience", 12)),
                epochs,
                28,
                true,
                sha(7),
                true,
                1.94);
        return result(
                Stage.TRAIN_MODEL,
                Verdict.PASSED,
                "Trained mlp on 912 rows: accuracy 0.825 on 184 validation rows, best epoch 28 of 40.",
                List.of(),
                detail,
                null);
    }

    static StageResult validate(boolean good) {
        String[] classes = {"drizzle", "fog", "rain", "snow", "sun"};
        double[] recall = {good ? 0.43 : 0.11, 0.72, 0.93, 0.63, 0.91};
        long[] sizes = {7, 102, 110, 8, 138};
        List<MetricValue> metrics = new ArrayList<>();
        metrics.add(metric("accuracy", null, good ? 0.836 : 0.712, 0.038, 365, true));
        metrics.add(metric("balanced_accuracy", null, 0.66, 0.075, 365, true));
        metrics.add(metric("f1_macro", null, 0.631, 0.062, 365, true));
        metrics.add(metric("roc_auc", null, 0.948, 0.017, 365, true));
        metrics.add(metric("log_loss", null, 0.462, 0.071, 365, false));
        for (int i = 0; i < classes.length; i++) {
            double wide = 0.9 / Math.sqrt(sizes[i]);
            metrics.add(metric("precision", classes[i], recall[i] - 0.05, wide, sizes[i], true));
            metrics.add(metric("recall", classes[i], recall[i], wide, sizes[i], true));
            metrics.add(metric("f1", classes[i], recall[i] - 0.025, wide, sizes[i], true));
        }
        ValidateModelDetail.Confusion confusion = new ValidateModelDetail.Confusion(
                List.of(classes),
                List.of(
                        List.of(3L, 2L, 0L, 0L, 2L),
                        List.of(4L, 73L, 3L, 0L, 22L),
                        List.of(0L, 5L, 102L, 1L, 2L),
                        List.of(0L, 0L, 3L, 5L, 0L),
                        List.of(1L, 11L, 0L, 0L, 126L)));
        ValidateModelDetail.ChampionComparison champion = new ValidateModelDetail.ChampionComparison(
                CHAMPION,
                341,
                24,
                List.of(
                        difference("accuracy", 0.836, 0.812, 0.021, true),
                        difference("balanced_accuracy", 0.66, 0.671, 0.03, true),
                        difference("f1_macro", 0.631, 0.583, 0.036, true),
                        difference("log_loss", 0.462, 0.521, 0.04, false)));
        List<Slice> slices = List.of(
                slice("season", "winter", 90, 0.871), slice("season", "spring", 92, 0.793),
                slice("season", "summer", 92, 0.902), slice("season", "autumn", 91, 0.779));
        List<Check> checks = List.of(
                good
                        ? check(
                                "accuracy >= 0.75",
                                "gate",
                                Outcome.PASSED,
                                0.836,
                                0.75,
                                ">=",
                                new Interval(0.798, 0.874, 0.95),
                                365L,
                                "accuracy 0.836 [0.798, 0.874] is at least 0.75 (365 rows).")
                        : check(
                                "accuracy >= 0.75",
                                "gate",
                                Outcome.FAILED,
                                0.712,
                                0.75,
                                ">=",
                                new Interval(0.674, 0.75, 0.95),
                                365L,
                                "accuracy 0.712 [0.674, 0.75] is below 0.75 (365 rows)."),
                check(
                        "f1_macro versus champion",
                        "gate",
                        Outcome.PASSED,
                        0.048,
                        -0.01,
                        ">=",
                        new Interval(0.012, 0.084, 0.95),
                        341L,
                        "f1_macro is 0.048 [0.012, 0.084] above the champion's; down to -0.01 is accepted (341 rows)."),
                check(
                        "log_loss <= 0.6",
                        "gate",
                        Outcome.PASSED,
                        0.462,
                        0.6,
                        "<=",
                        new Interval(0.391, 0.533, 0.95),
                        365L,
                        "log_loss 0.462 [0.391, 0.533] is at most 0.6 (365 rows)."),
                check(
                        "recall of snow >= 0.5",
                        "gate",
                        Outcome.SKIPPED,
                        0.63,
                        0.5,
                        ">=",
                        null,
                        8L,
                        "recall of snow could not be judged: 8 rows, 30 are wanted."));
        return result(
                Stage.VALIDATE_MODEL,
                good ? Verdict.PASSED : Verdict.FAILED,
                good
                        ? "May go on: 3 of 4 gates passed, 1 could not be judged (365 test rows)."
                        : "Not promoted: accuracy 0.712 [0.674, 0.75] is below 0.75 (365 rows).",
                checks,
                new ValidateModelDetail("classification", "test", 365, metrics, confusion, null, champion, slices),
                null);
    }

    /** A regression model's validation: residuals instead of a confusion matrix, no champion. */
    static StageResult regression() {
        List<MetricValue> metrics = List.of(
                metric("rmse", null, 54.3, 4.4, 88, false),
                metric("mae", null, 43.1, 3.8, 88, false),
                metric("r2", null, 0.49, 0.11, 88, true));
        return result(
                Stage.VALIDATE_MODEL,
                Verdict.PASSED,
                "May go on: rmse 54.3 [49.9, 58.7] is at most 60 (88 rows).",
                List.of(check(
                        "rmse <= 60",
                        "gate",
                        Outcome.PASSED,
                        54.3,
                        60.0,
                        "<=",
                        new Interval(49.9, 58.7, 0.95),
                        88L,
                        "rmse 54.3 [49.9, 58.7] is at most 60 (88 rows).")),
                new ValidateModelDetail(
                        "regression", "test", 88, metrics, null, bell(20, -160, 150, 0.5, 88), null, List.of()),
                null);
    }

    static StageResult packaged() {
        List<TensorSignature> inputs = List.of("precipitation", "temp_max", "temp_min", "wind").stream()
                .map(name -> new TensorSignature(name, name, "float", List.of(-1L, 1L), "number/1", List.of()))
                .toList();
        List<TensorSignature> outputs = List.of(
                new TensorSignature("label", null, "string", List.of(-1L), null, List.of()),
                new TensorSignature(
                        "probabilities",
                        null,
                        "float",
                        List.of(-1L, 5L),
                        null,
                        List.of("drizzle", "fog", "rain", "snow", "sun")));
        Map<String, Long> files = new LinkedHashMap<>();
        files.put("model.onnx", 6120L);
        files.put("model.yaml", 1980L);
        files.put("parameters.safetensors", 2604L);
        files.put("README.md", 3011L);
        files.put("SHA256SUMS", 402L);
        return result(
                Stage.PACKAGE_MODEL,
                Verdict.PASSED,
                "Packaged as version 4 (14.1 kB): ONNX agrees with the trained model to 2.4e-7 on 365 rows.",
                List.of(check(
                        "parity: onnx",
                        "parity",
                        Outcome.PASSED,
                        2.4e-7,
                        1e-5,
                        "<=",
                        null,
                        365L,
                        "Largest difference 2.4e-7 on 365 rows, no label differs.")),
                new PackageModelDetail(
                        CANDIDATE,
                        List.of("onnx"),
                        14117,
                        files,
                        inputs,
                        outputs,
                        new PackageModelDetail.Parity(365, 2.4e-7, 1e-5, 0),
                        List.of("candidate")),
                null);
    }

    static StageResult canary(boolean good) {
        int[] weights = good ? new int[] {10, 50, 100} : new int[] {10, 50};
        List<DeployCanaryDetail.Step> steps = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            boolean bad = !good && i == 1;
            long requests = 20L * weights[i];
            Traffic candidate = new Traffic(
                    requests,
                    bad ? 61 : i,
                    bad ? 2.9 : 0.71,
                    bad ? 14.8 : 1.62 + 0.1 * i,
                    mix(requests, 0.49, 0.27, 0.19),
                    null,
                    bad ? 0.77 : 0.83,
                    null);
            long rest = 2000 - requests;
            Traffic champion = rest == 0
                    ? null
                    : new Traffic(rest, 1, 0.69, 1.58 + 0.05 * i, mix(rest, 0.47, 0.29, 0.18), null, 0.81, null);
            List<Check> checks = List.of(
                    bad
                            ? check(
                                    "errors at 50 %",
                                    "canary",
                                    Outcome.FAILED,
                                    0.061,
                                    0.01,
                                    "<=",
                                    new Interval(0.047, 0.077, 0.95),
                                    requests,
                                    "The candidate answered 61 of 1,000 requests with an error (6.1 %); 1 % is allowed.")
                            : check(
                                    "errors at " + weights[i] + " %",
                                    "canary",
                                    Outcome.PASSED,
                                    i / (double) requests,
                                    0.01,
                                    "<=",
                                    null,
                                    requests,
                                    "The candidate answered " + i + " of " + requests + " requests with an error."),
                    check(
                            "latency at " + weights[i] + " %",
                            "canary",
                            bad ? Outcome.FAILED : Outcome.PASSED,
                            bad ? 14.8 : 1.7,
                            5.0,
                            "<=",
                            null,
                            requests,
                            "p95 " + (bad ? "14.8" : "1.7") + " ms, 5 ms are allowed."));
            Instant from = START.plusSeconds(80 + 15L * i);
            steps.add(new DeployCanaryDetail.Step(
                    weights[i], from, from.plusSeconds(bad ? 6 : 15), candidate, champion, checks));
        }
        List<Check> checks = steps.stream()
                .flatMap(step -> step.checks().stream())
                .sorted(java.util.Comparator.comparing(c -> c.outcome() != Outcome.FAILED))
                .toList();
        String reason = good
                ? "All 3 steps passed: version 4 serves production."
                : "At 50 % the candidate answered 61 of 1,000 requests with an error (6.1 %); 1 % is allowed.";
        return result(
                Stage.DEPLOY_CANARY,
                good ? Verdict.PASSED : Verdict.FAILED,
                (good ? "Promoted: " : "Rolled back: ") + reason,
                checks,
                new DeployCanaryDetail(
                        "production",
                        CANDIDATE,
                        CHAMPION,
                        good ? DeployCanaryDetail.Decision.PROMOTED : DeployCanaryDetail.Decision.ROLLED_BACK,
                        reason,
                        "replay",
                        steps,
                        null,
                        List.of()),
                null);
    }

    static StageResult drift(boolean drifted) {
        List<ColumnDrift> columns = new ArrayList<>();
        columns.add(numericDrift(
                "temp_max",
                drifted ? 0.31 : 0.06,
                drifted,
                bell(12, -2, 36, 0.45, 1096),
                bell(12, -2, 36, drifted ? 0.68 : 0.47, 365)));
        columns.add(numericDrift(
                "wind",
                drifted ? 0.14 : 0.05,
                drifted,
                bell(12, 0, 10, 0.3, 1096),
                bell(12, 0, 10, drifted ? 0.4 : 0.31, 365)));
        columns.add(
                numericDrift("precipitation", 0.07, false, bell(12, 0, 56, 0.02, 1096), bell(12, 0, 56, 0.02, 365)));
        columns.add(numericDrift("temp_min", 0.08, false, bell(12, -7, 18, 0.6, 1096), bell(12, -7, 18, 0.62, 365)));
        ColumnDrift prediction = new ColumnDrift(
                "prediction",
                "category",
                "prediction",
                "jensenshannon",
                drifted ? 0.19 : 0.06,
                0.1,
                null,
                drifted,
                drifted ? 0.24 : 0.05,
                0.0,
                0.0,
                List.of(),
                null,
                null,
                counts("sun", 520, "rain", 301, "fog", 230, "drizzle", 30, "snow", 15),
                drifted
                        ? counts("sun", 240, "rain", 41, "fog", 79, "drizzle", 5, "snow", 0)
                        : counts("sun", 172, "rain", 99, "fog", 79, "drizzle", 10, "snow", 5),
                "The mix of predicted classes " + (drifted ? "has shifted." : "is as before."));
        columns.add(new ColumnDrift(
                "weather",
                "category",
                "target",
                "jensenshannon",
                0.08,
                0.1,
                null,
                false,
                0.09,
                0.0,
                0.0,
                drifted ? List.of("hail") : List.of(),
                null,
                null,
                counts("sun", 534, "fog", 309, "rain", 191, "drizzle", 44, "snow", 18),
                drifted
                        ? counts("sun", 178, "fog", 100, "rain", 66, "drizzle", 10, "snow", 5, "hail", 6)
                        : counts("sun", 180, "fog", 102, "rain", 68, "drizzle", 10, "snow", 5),
                "The mix of classes is as before."));
        int count = drifted ? 2 : 0;
        CheckDriftDetail detail = new CheckDriftDetail(
                "evidently",
                DATA,
                1096,
                BEFORE,
                365,
                5,
                count,
                count / 5.0,
                0.5,
                false,
                columns,
                prediction,
                CANDIDATE);
        return result(
                Stage.CHECK_DRIFT,
                Verdict.PASSED,
                drifted
                        ? "No data set drift: 2 of 5 columns drifted (40 %), 50 % are needed."
                        : "No drift: none of 5 columns drifted (365 rows against 1,096).",
                List.of(),
                detail,
                null);
    }

    /** A drift result of many columns, every one with histograms, as a wide table gives. */
    static StageResult wideDrift(int columns) {
        List<ColumnDrift> all = IntStream.range(0, columns)
                .mapToObj(i -> numericDrift(
                        "sensor_" + i,
                        0.02 + i * 0.11 / columns,
                        i * 0.11 / columns > 0.08,
                        bell(20, 0, 100, 0.4, 150_000),
                        bell(20, 0, 100, 0.4 + 0.3 * i / columns, 150_000)))
                .toList();
        int drifted = (int) all.stream().filter(ColumnDrift::drifted).count();
        return result(
                Stage.CHECK_DRIFT,
                Verdict.PASSED,
                drifted + " of " + columns + " columns drifted.",
                all.stream()
                        .map(c -> check(
                                c.column() + ": wasserstein",
                                "drift",
                                c.drifted() ? Outcome.FAILED : Outcome.PASSED,
                                c.score(),
                                c.threshold(),
                                "<",
                                null,
                                150_000L,
                                c.message()))
                        .toList(),
                new CheckDriftDetail(
                        "evidently",
                        DATA,
                        150_000,
                        BEFORE,
                        150_000,
                        columns,
                        drifted,
                        drifted / (double) columns,
                        0.5,
                        false,
                        all,
                        null,
                        null),
                null);
    }

    static StageResult failed(Verdict verdict, Problem problem) {
        return result(Stage.TRAIN_MODEL, verdict, problem.message(), List.of(), null, problem);
    }

    static Check check(
            String name,
            String group,
            Outcome outcome,
            Double value,
            Double threshold,
            String comparison,
            Interval interval,
            Long rows,
            String message) {
        return new Check(name, group, outcome, value, threshold, comparison, interval, rows, DATA, null, message);
    }

    static List<ValueCount> counts(Object... pairs) {
        List<ValueCount> counts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            counts.add(new ValueCount((String) pairs[i], (Integer) pairs[i + 1]));
        }
        return counts;
    }

    private static ColumnDrift numericDrift(
            String name, double score, boolean drifted, Histogram reference, Histogram current) {
        return new ColumnDrift(
                name,
                "decimal",
                "feature",
                "wasserstein",
                score,
                0.1,
                null,
                drifted,
                score * 1.1,
                0.012,
                drifted ? 0.071 : 0.013,
                List.of(),
                reference,
                current,
                List.of(),
                List.of(),
                name + (drifted ? " has drifted: " : " has not drifted: ") + score);
    }

    private static ColumnSummary numeric(
            String name, double min, double max, double mean, double sd, long missing, Histogram histogram) {
        return new ColumnSummary(
                name,
                "decimal",
                false,
                1461,
                missing,
                111,
                true,
                min,
                max,
                mean,
                sd,
                List.of(min, min, min, mean, max, max, max),
                List.of(),
                histogram);
    }

    private static MetricValue metric(String name, String label, double value, double half, long rows, boolean up) {
        double ceiling = up ? 1 : Double.MAX_VALUE;
        Interval interval = new Interval(Math.max(0, value - half), Math.min(ceiling, value + half), 0.95);
        return new MetricValue(name, label, value, interval, rows, up);
    }

    private static Slice slice(String column, String value, long rows, double accuracy) {
        return new Slice(column, value, rows, List.of(metric("accuracy", null, accuracy, 0.07, rows, true)));
    }

    private static ValidateModelDetail.Difference difference(
            String name, double candidate, double champion, double half, boolean up) {
        double d = candidate - champion;
        return new ValidateModelDetail.Difference(
                name, null, candidate, champion, d, new Interval(d - half, d + half, 0.95), up);
    }

    private static Map<String, Long> mix(long requests, double sun, double rain, double fog) {
        Map<String, Long> mix = new TreeMap<>();
        mix.put("sun", Math.round(requests * sun));
        mix.put("rain", Math.round(requests * rain));
        mix.put("fog", Math.round(requests * fog));
        return mix;
    }

    /** A bell whose middle lies at this share of the range; very small or large shares give flat or skewed ones. */
    static Histogram bell(int bins, double low, double high, double middle, long rows) {
        List<Double> edges = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i <= bins; i++) {
            edges.add(low + (high - low) * i / bins);
        }
        for (int i = 0; i < bins; i++) {
            double x = (i + 0.5) / bins;
            weights.add(middle > 1 ? 1 : Math.exp(-Math.abs(x - middle) * (4 + 6 * Math.abs(x - middle))));
        }
        double total = weights.stream().mapToDouble(Double::doubleValue).sum();
        return new Histogram(
                edges, weights.stream().map(w -> Math.round(w / total * rows)).toList());
    }

    private static String sha(int seed) {
        return (seed + "f9e8d7c6b5a4938271605f4e3d2c1b0a").repeat(2).substring(0, 64);
    }
}
