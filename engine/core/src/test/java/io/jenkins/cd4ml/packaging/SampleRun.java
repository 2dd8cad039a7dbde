package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.chain.ModelDigest;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.ManifestFile;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.KeptStage;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Preparation;
import io.jenkins.cd4ml.train.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A project with Seattle's weather whose run has data, a model with random parameters, and the results of earlier stages. */
public final class SampleRun {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final String YAML =
            """
            model: seattle-weather
            description: Tells <b>weather</b> apart.
            data:
              path: data/*.csv
              key: date
              target: weather
              features: [date, precipitation, temp_max, temp_min, wind]
              columns:
                temp_min: {type: decimal, sensitive: true}
            train: {hidden: [8], seed: 7}
            validate: {gates: [{metric: accuracy, min: 0.75}]}
            package:
              owner: weather team
              license: MIT
              intendedUse: An example.
            """;

    final Path project;
    final List<String> heard = new ArrayList<>();
    private final StageContext context;
    private String foreign;

    SampleRun(Path project, String run) throws IOException {
        this(project, run, Map.of(), Cancellation.NEVER);
    }

    SampleRun(Path project, String run, Map<String, ?> overrides, Cancellation cancellation) throws IOException {
        this.project = project;
        Files.writeString(project.resolve("cd4ml.yaml"), YAML);
        Configuration configuration = ConfigurationReader.read(project, "cd4ml.yaml", overrides);
        RunFolder folder = new RunFolder(run, project.resolve(".cd4ml/runs/" + run));
        this.context = new StageContext(
                project,
                folder,
                configuration,
                new Ear(),
                cancellation,
                Clock.fixed(NOW, ZoneOffset.UTC),
                System.getenv());
    }

    public StageContext context() {
        return context;
    }

    public Path packageFolder() {
        return context.run().packageFolder();
    }

    /** What version-data and train-model leave. */
    public SampleRun trained(long seed) throws IOException {
        Path csv = project.resolve("data/seattle-weather.csv");
        Files.createDirectories(csv.getParent());
        try (InputStream in = SampleRun.class.getResourceAsStream("/data/seattle-weather.csv")) {
            Files.write(csv, in.readAllBytes());
        }
        Schema schema = new Schema(List.of(
                new Column("date", ColumnType.DATE, false),
                new Column("precipitation", ColumnType.DECIMAL, false),
                new Column("temp_max", ColumnType.DECIMAL, false),
                new Column("temp_min", ColumnType.DECIMAL, true),
                new Column("wind", ColumnType.DECIMAL, false),
                new Column("weather", ColumnType.CATEGORY, false)));
        Files.createDirectories(context.run().manifest().getParent());
        Manifest manifest = Manifest.of(
                schema, List.of(new ManifestFile("data/seattle-weather.csv", Files.size(csv), Sha256.of(csv), 1461)));
        manifest.write(context.run().manifest());
        Table table = TableLoader.ofRun(context);
        LearningTask task = LearningTask.of(context.configuration(), table);
        Split split = Split.of(context.configuration(), task, table);
        List<FeaturePreparation> features =
                Preparation.fit(context.configuration().train(), task.features(), table, split.train());
        int width = features.stream().mapToInt(FeaturePreparation::width).sum();
        ModelSpec spec = new ModelSpec(
                "mlp",
                task.task(),
                "weather",
                task.classes(),
                features,
                List.of(
                        new ModelSpec.Layer(width, 8, ModelSpec.Activation.RELU),
                        new ModelSpec.Layer(8, task.classes().size(), ModelSpec.Activation.NONE)),
                0,
                1,
                SampleModel.KEYS.sha256());
        SampleModel.trained(spec, seed).write(context.run().model());
        write(Stage.TRAIN_MODEL, Verdict.PASSED, NOW, List.of(), detail(spec, split, context));
        return this;
    }

    /** What validate-model leaves. */
    public SampleRun validated(Verdict verdict, Instant started) throws IOException {
        return validated(verdict, started, null);
    }

    /** The same of a model from elsewhere; {@code source} null: of the run's own. */
    public SampleRun validated(Verdict verdict, Instant started, String source) throws IOException {
        foreign = source == null ? null : "sha256:" + "ef".repeat(32);
        Interval interval = new Interval(0.7123, 0.8401, 0.95);
        List<MetricValue> metrics = List.of(
                new MetricValue("accuracy", null, 0.7777, interval, 220, true),
                new MetricValue("recall", "rain", 0.9, null, 99, true),
                new MetricValue("log_loss", null, null, null, 220, false));
        List<Check> gates = List.of(
                gate("accuracy >= 0.75", verdict == Verdict.PASSED ? Outcome.PASSED : Outcome.FAILED),
                gate("accuracy versus champion >= -0.02", Outcome.SKIPPED));
        ValidateModelDetail detail = new ValidateModelDetail(
                "classification",
                "test",
                220,
                metrics,
                new ValidateModelDetail.Confusion(List.of(), List.of()),
                null,
                null,
                List.of(new ValidateModelDetail.Slice("precipitation", "0 to 1", 110, metrics)),
                source,
                null,
                null,
                List.of(),
                null,
                null);
        write(Stage.VALIDATE_MODEL, verdict, started, gates, detail);
        return this;
    }

    /** The stage as it is, with both models asked in processes of their own. */
    public StageOutcome packageForReal(StageRequest.RegistryMode registry) throws IOException, InterruptedException {
        return run(new PackageModel(), registry);
    }

    /** The stage with a trained model that says what the packaged one says. */
    public StageOutcome packageModel(StageRequest.RegistryMode registry) throws IOException, InterruptedException {
        return run(new PackageModel(new Agreement()), registry);
    }

    private StageOutcome run(PackageModel stage, StageRequest.RegistryMode registry)
            throws IOException, InterruptedException {
        return stage.run(request(registry), context);
    }

    StageRequest request(StageRequest.RegistryMode registry) {
        return StageRequest.of(Stage.PACKAGE_MODEL, context.run().id(), project.toString())
                .registry(registry)
                .build();
    }

    /** Asks the packaged model in this process, which is quick. */
    private static final class Agreement implements PackageModel.Models {
        private Predictions said;

        @Override
        public Predictions packaged(StageContext context, Path packageFolder, Table rows) throws IOException {
            try (OnnxModel model = OnnxModel.open(packageFolder)) {
                said = model.predict(InputBatch.of(model.modelPackage().manifest(), rows, 0, rows.rows()));
                return said;
            }
        }

        @Override
        public Predictions trained(StageContext context, Table table, int[] rows) {
            return said;
        }
    }

    /** A package of the model {@code sample}, whose parameters the seed decides. */
    public static Path samplePackage(Path folder, long seed) throws IOException {
        writePackage(folder, SampleModel.classifier(ModelSpec.Activation.RELU), seed);
        return folder;
    }

    /** Makes a package of the sample model, without a run and without asking any model. */
    public static PackageManifest writePackage(Path folder, ModelSpec spec, long seed) throws IOException {
        return writePackage(folder, spec, SampleModel.rows(0).schema(), seed);
    }

    /** The same of a model of other columns. */
    static PackageManifest writePackage(Path folder, ModelSpec spec, Schema schema, long seed) throws IOException {
        Path source = Files.createTempDirectory("sample-model");
        try {
            ModelFolder model = SampleModel.trained(spec, seed);
            model.write(source.resolve("model"));
            Signature signature = Signature.of(spec, schema);
            List<PackageManifest.Feature> features = spec.features().stream()
                    .map(feature -> new PackageManifest.Feature(
                            feature.column(),
                            schema.find(feature.column()).orElseThrow().type(),
                            false,
                            feature.describe()))
                    .toList();
            PackageManifest manifest = new PackageManifest(
                    PackageManifest.FORMAT,
                    "sample",
                    null,
                    spec.algorithm(),
                    spec.task(),
                    spec.target(),
                    spec.classes(),
                    signature.inputs(),
                    signature.outputs(),
                    features,
                    null,
                    ModelPackage.TRAINING_KEYS,
                    Map.of("train", 3L),
                    Map.of(),
                    Sha256.of(source.resolve("model/parameters.safetensors")),
                    null,
                    List.of(),
                    provenance("sha256:" + "ab".repeat(32)));
            Files.createDirectories(folder);
            PackageWriter.write(folder, source.resolve("model"), model, signature, manifest, "# sample\n");
            return manifest;
        } finally {
            Removal.of(source);
        }
    }

    private static Provenance provenance(String dataVersion) {
        return new Provenance(
                dataVersion,
                "1234567",
                false,
                "sha256:" + "cd".repeat(32),
                7L,
                "development",
                new TreeMap<>(Map.of("DJL", "0.35.1", "PyTorch", "2.7.1")),
                "17.0.15",
                "Linux",
                "AVX2",
                1);
    }

    private static Check gate(String name, Outcome outcome) {
        return new Check(name, "gate", outcome, 0.7777, 0.75, ">=", null, 220L, null, null, name + ".");
    }

    private static TrainModelDetail detail(ModelSpec spec, Split split, StageContext context) throws IOException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String part : List.of("train", "validation", "test", "unused")) {
            rows.put(part, (long) split.rows(part).length);
        }
        return new TrainModelDetail(
                spec.algorithm(),
                "classification",
                spec.target(),
                spec.classes(),
                List.of(),
                rows,
                100,
                Map.of("seed", 7),
                List.of(),
                1,
                false,
                Sha256.of(context.run().model().resolve(ModelFolder.PARAMETERS)),
                null,
                1.5,
                List.of(),
                null,
                null);
    }

    private void write(
            Stage stage,
            Verdict verdict,
            Instant started,
            List<Check> checks,
            io.jenkins.cd4ml.protocol.StageDetail detail)
            throws IOException {
        String data = Manifest.read(context.run().manifest()).version();
        String model = ModelDigest.ofFolder(context.run().model());
        ChainLink link = stage == Stage.TRAIN_MODEL
                ? new ChainLink(data, model, null, null, null, null)
                : KeptStage.judged(data, foreign == null ? model : foreign, context.configuration());
        new KeptStage(context.run(), "seattle-weather")
                .of(stage, verdict, checks, detail, provenance(data), link, started);
    }

    private final class Ear implements EventSink {
        @Override
        public void message(String sentence) {
            heard.add(sentence);
        }

        @Override
        public void warning(String sentence) {
            heard.add("warning: " + sentence);
        }

        @Override
        public void progress(long done, long total, String unit) {
            // not of interest
        }

        @Override
        public void metrics(Map<String, Double> metrics) {
            // not of interest
        }
    }
}
