package io.jenkins.cd4ml.drift;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.VersionData;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A project in a temporary folder with Seattle's weather: 2012 to 2014 as data, 2015 as {@code incoming/2015.csv}. */
final class DriftProject {
    /** The configuration up to {@code drift}, without its settings. */
    static final String YAML =
            """
            model: seattle-weather
            data: {path: data/*.csv, key: date, target: weather}
            split: {by: date, train: "..2013-12-31", validation: "2014-01-01..2014-06-30", test: "2014-07-01.."}
            """;

    final Path folder;
    final List<String> warnings = new ArrayList<>();
    Cancellation cancellation = Cancellation.NEVER;

    /** What the next package says of its validation. */
    List<Map<String, Object>> metrics = List.of();

    DriftProject(Path folder) throws IOException {
        this.folder = folder;
        write("data/weather.csv", weather(line -> !line.startsWith("2015")));
        write("incoming/2015.csv", weather(line -> line.startsWith("2015")));
    }

    /** Lines of the real file that satisfy the condition, below its header. */
    static String weather(Predicate<String> condition) throws IOException {
        try (InputStream in = DriftProject.class.getResourceAsStream("/data/seattle-weather.csv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.get(0) + "\n"
                    + String.join("\n", lines.stream().skip(1).filter(condition).toList()) + "\n";
        }
    }

    DriftProject write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** {@code drift}: settings of that section as YAML in flow style. */
    StageContext context(String drift) throws IOException {
        return context(YAML, drift);
    }

    StageContext context(String yaml, String drift) throws IOException {
        return context("r1", yaml, drift);
    }

    private StageContext context(String run, String yaml, String drift) throws IOException {
        write("cd4ml.yaml", yaml + "drift: " + drift + "\n");
        Configuration configuration = ConfigurationReader.read(folder, "cd4ml.yaml", Map.of());
        EventSink events = new EventSink() {
            @Override
            public void message(String sentence) {
                // only warnings are asked for
            }

            @Override
            public void warning(String sentence) {
                warnings.add(sentence);
            }

            @Override
            public void progress(long done, long total, String unit) {
                // only warnings are asked for
            }

            @Override
            public void metrics(Map<String, Double> metrics) {
                // only warnings are asked for
            }
        };
        return new StageContext(
                folder,
                new RunFolder(run, folder.resolve(".cd4ml/runs/" + run)),
                configuration,
                events,
                cancellation,
                Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC),
                System.getenv());
    }

    /** Makes {@code data/*.csv} the data version of a run. */
    Manifest version(String run) throws IOException {
        return version(run, YAML);
    }

    Manifest version(String run, String yaml) throws IOException {
        StageContext context = context(run, yaml, "{}");
        new VersionData().run(request(Stage.VERSION_DATA, null), context);
        return Manifest.read(context.run().manifest());
    }

    /** A package that nobody can predict with, but which says what a model is: its features and the rows it was trained on. */
    Path packaged(String path, Manifest data, String task, long[] trainingKeys) throws IOException {
        Path target = folder.resolve(path);
        Files.createDirectories(target);
        for (String name : List.of(ModelPackage.ONNX, ModelPackage.SPEC, ModelPackage.PARAMETERS, ModelPackage.CARD)) {
            Files.writeString(target.resolve(name), name);
        }
        TrainingKeys.of(trainingKeys).write(target.resolve(ModelPackage.TRAINING_KEYS));
        List<Map<String, Object>> features = List.of("precipitation", "temp_max", "temp_min", "wind").stream()
                .map(name -> Map.<String, Object>of("column", name, "type", "decimal", "sensitive", false))
                .toList();
        Map<String, Object> manifest = Map.ofEntries(
                Map.entry("format", 1),
                Map.entry("model", "seattle-weather"),
                Map.entry("algorithm", "linear"),
                Map.entry("task", task),
                Map.entry("target", task.equals("classification") ? "weather" : "precipitation"),
                Map.entry("classes", task.equals("classification") ? List.of("rain", "sun") : List.of()),
                Map.entry("inputs", List.of()),
                Map.entry("outputs", List.of()),
                Map.entry("features", features),
                Map.entry("trainingKeys", ModelPackage.TRAINING_KEYS),
                Map.entry("metrics", metrics),
                Map.entry("provenance", Map.of("dataVersion", data.version())));
        Files.writeString(target.resolve(ModelPackage.MANIFEST), new YAMLMapper().writeValueAsString(manifest));
        Files.deleteIfExists(target.resolve("SHA256SUMS"));
        StringBuilder sums = new StringBuilder();
        try (var files = Files.list(target)) {
            for (Path file : files.sorted().toList()) {
                sums.append(Sha256.of(file))
                        .append("  ")
                        .append(file.getFileName())
                        .append('\n');
            }
        }
        Files.writeString(target.resolve("SHA256SUMS"), sums);
        return target;
    }

    /** Says rain where it rained: what it predicts follows from the data alone. */
    static final PredictionDrift.Predictor RAIN = (context, folder, rows) -> {
        double[] precipitation = ((io.jenkins.cd4ml.table.ColumnValues.Numbers) rows.column("precipitation")).values();
        double[][] values = IntStream.range(0, rows.rows())
                .mapToObj(row -> precipitation[row] > 0 ? new double[] {1, 0} : new double[] {0, 1})
                .toArray(double[][]::new);
        return new Predictions(List.of("rain", "sun"), values);
    };

    StageOutcome check(StageContext context) throws Exception {
        return check(context, null);
    }

    StageOutcome check(StageContext context, ModelReference champion) throws Exception {
        return check(context, champion, null);
    }

    /** @param data path of the manifest of the champion's data; null where nobody says it */
    StageOutcome check(StageContext context, ModelReference champion, String data) throws Exception {
        return new CheckDrift(RAIN).run(request(Stage.CHECK_DRIFT, champion, data), context);
    }

    StageRequest request(Stage stage, ModelReference champion) {
        return request(stage, champion, null);
    }

    private StageRequest request(Stage stage, ModelReference champion, String baseline) {
        return StageRequest.of(stage, "r1", folder.toString())
                .champion(champion)
                .baseline(baseline)
                .build();
    }

    static CheckDriftDetail detail(StageOutcome outcome) {
        return (CheckDriftDetail) outcome.detail();
    }

    static ColumnDrift column(CheckDriftDetail detail, String name) {
        return detail.columns().stream()
                .filter(column -> column.column().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Check check(StageOutcome outcome, String name) {
        return outcome.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
