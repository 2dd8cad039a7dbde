package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.config.DriftSettings;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * Puts judgements together to what the stage found.
 *
 * @param model null where there is none
 * @param quality null where nothing is known of the right answers
 */
record DriftResult(
        StageContext context, ReferenceRows reference, CurrentRows current, DriftModel model, QualityDrift quality) {
    static final String NO_MODEL =
            "predictions not judged: there is no model to ask, neither in production nor in this run";

    /** {@code prediction} is null where no model was asked. */
    StageOutcome of(List<Judgement> judgements, Judgement prediction) throws IOException {
        DriftSettings settings = context.configuration().drift();
        String modelVersion = model == null ? null : model.version();
        List<ColumnFinding> columns = ColumnFinding.of(judgements, current.version(), modelVersion);
        ColumnFinding predictions = prediction == null
                ? null
                : ColumnFinding.of(List.of(prediction), current.version(), modelVersion)
                        .get(0);
        long rows = current.table().rows();
        long referenceRows = reference.table().rows();
        DataSetDrift dataSet = DataSetDrift.of(columns, settings.share());
        DriftSummary summary = new DriftSummary(dataSet, reference.name(), rows, referenceRows);

        List<Check> checks = new ArrayList<>();
        checks.add(dataSet.check(rows, current.version(), modelVersion, summary.ofDataSet()));
        if (predictions != null) {
            checks.add(predictions.check());
        } else if (settings.predictions()) {
            checks.add(noPredictions());
        }
        if (quality != null) {
            checks.add(quality.check());
        }
        columns.forEach(column -> checks.add(column.check()));
        List<Check> leftOut = new LeftOut(settings, current, modelVersion).checks();
        checks.addAll(leftOut);
        checks.sort(Comparator.comparing(check -> check.failed() ? 0 : check.inconclusive() ? 1 : 2));

        CheckDriftDetail detail = new CheckDriftDetail(
                settings.preset(),
                reference.version(),
                referenceRows,
                current.version(),
                rows,
                dataSet.tested(),
                dataSet.drifted().size(),
                dataSet.share(),
                settings.share(),
                dataSet.hasDrifted(),
                shown(columns),
                predictions == null ? null : predictions.drift(),
                predictions == null ? null : model.reference());
        boolean worse = quality != null && quality.drifted();
        Optional<Check> notRead = leftOut.stream().filter(Check::failed).findFirst();
        boolean failed =
                worse || dataSet.hasDrifted() || prediction != null && prediction.drifted() || notRead.isPresent();
        boolean open = leftOut.stream().anyMatch(Check::inconclusive);
        String sentence = notRead.map(check -> check.message() + "; ").orElse("") + summary.of(prediction);
        return new StageOutcome(
                failed ? Verdict.FAILED : open ? Verdict.INCONCLUSIVE : Verdict.PASSED,
                worse ? "Worse: " + quality.check().message() + "; " + sentence : sentence,
                List.copyOf(checks),
                detail,
                List.of(),
                Provenances.of(context, current.version(), null, libraries(), null, null));
    }

    private static List<CheckDriftDetail.ColumnDrift> shown(List<ColumnFinding> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> i < Profile.MOST_SHOWN_WHOLE
                        ? columns.get(i).drift()
                        : columns.get(i).drift().brief())
                .toList();
    }

    /** What Maven left beside the library's classes, also in our own jar. */
    private static Map<String, String> libraries() throws IOException {
        try (InputStream in = DriftResult.class.getResourceAsStream(
                "/META-INF/maven/org.apache.commons/commons-statistics-inference/pom.properties")) {
            if (in == null) {
                return Map.of();
            }
            Properties properties = new Properties();
            properties.load(in);
            return Map.of("commons-statistics", properties.getProperty("version"));
        }
    }

    private Check noPredictions() {
        return new Check(
                "predictions",
                DataSetDrift.GROUP,
                Outcome.SKIPPED,
                null,
                null,
                null,
                null,
                (long) current.table().rows(),
                current.version(),
                null,
                NO_MODEL);
    }
}
