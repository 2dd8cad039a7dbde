package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.config.DataSettings.ColumnSettings;
import io.jenkins.cd4ml.data.DataProject;
import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.RulePackage;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues.Numbers;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A project whose model is a rule of thumb: everything around the model is real. */
final class JudgedProject {
    final Path folder;
    private final DataProject files;
    private String data;
    private String settings = "";
    private String split = "";
    private String train = "";
    private Map<String, ?> overrides = Map.of();
    private Thumb candidate;
    private Thumb champion;
    private ModelReference serving;

    /** What the stage said, warnings with {@code warning: } before them. */
    final List<String> events = new ArrayList<>();

    JudgedProject(Path folder) {
        this.folder = folder;
        this.files = new DataProject(folder);
    }

    /** A rule of thumb: probabilities of the classes in code-point order, or one number. */
    @FunctionalInterface
    interface Thumb {
        double[] of(Table table, int row);
    }

    /** Malignant cells are large: right in nine of ten cases, with probabilities that say how sure. */
    static double[] byRadius(Table table, int row) {
        float malignant = (float) (1 / (1 + Math.exp(-(number(table, "mean_radius", row) - 15))));
        return new double[] {1 - malignant, malignant};
    }

    /** The straight line through the middle of the diabetes data. */
    static double[] byBodyMass(Table table, int row) {
        return new double[] {(float) (-118 + 10.2 * number(table, "bmi", row))};
    }

    JudgedProject data(String real, String yaml) throws IOException {
        files.real(real);
        data = yaml;
        LoadedData loaded = TableLoader.ofFiles(context(), List.of("data/" + real), schema(real));
        Manifest.of(loaded.table().schema(), loaded.files())
                .write(context().run().manifest());
        boolean classes = !yaml.contains("regression");
        return model(context().configuration().data().target(), classes ? List.of("benign", "malignant") : List.of());
    }

    JudgedProject withoutData(String yaml) {
        data = yaml;
        return this;
    }

    JudgedProject settings(String yaml) {
        settings = yaml;
        return this;
    }

    JudgedProject train(String yaml) {
        train = yaml;
        return this;
    }

    JudgedProject split(String yaml) {
        split = yaml;
        return this;
    }

    /** What is set for this run, as a tree of the whole file. */
    JudgedProject overrides(Map<String, ?> values) {
        overrides = values;
        return this;
    }

    /** A package that serves, which reads that column and was trained on those rows; what it answers is the rule's. */
    JudgedProject champion(Thumb rule, String column, long[] keys) throws IOException {
        Path made = Files.createTempDirectory(Files.createDirectories(folder.resolve(".cd4ml/champions")), "package")
                .resolve("package");
        DenseParameters parameters = new DenseParameters(
                new Tensor(new long[] {2, 1}, new float[] {-1, 1}), new Tensor(new long[] {2}, new float[2]));
        ModelSpec spec = spec(column, "diagnosis", List.of("benign", "malignant"), TrainingKeys.of(keys));
        RulePackage.write(
                made,
                "test",
                new ModelFolder(spec, List.of(parameters), TrainingKeys.of(keys)),
                new Schema(List.of(new Column(column, ColumnType.DECIMAL, false))));
        champion = rule;
        serving = new ModelReference(
                "test",
                3,
                PackageReader.read(made).digest(),
                folder.relativize(made).toString());
        return this;
    }

    ModelReference serving() {
        return serving;
    }

    JudgedProject candidate(Thumb rule) {
        candidate = rule;
        return this;
    }

    /** Writes a model folder, whose parameters nobody asks. */
    JudgedProject model(String target, List<String> classes) throws IOException {
        return model(target, classes, new long[0]);
    }

    JudgedProject trainedOn(long[] keys) throws IOException {
        return model("diagnosis", List.of("benign", "malignant"), keys);
    }

    private JudgedProject model(String target, List<String> classes, long[] keys) throws IOException {
        TrainingKeys trainedOn = TrainingKeys.of(keys);
        int outputs = Math.max(1, classes.size());
        ModelSpec spec = spec("mean_radius", target, classes, trainedOn);
        DenseParameters parameters = new DenseParameters(
                new Tensor(new long[] {outputs, 1}, new float[outputs]),
                new Tensor(new long[] {outputs}, new float[outputs]));
        new ModelFolder(spec, List.of(parameters), trainedOn)
                .write(context().run().model());
        return this;
    }

    private static ModelSpec spec(String column, String target, List<String> classes, TrainingKeys trainedOn) {
        return new ModelSpec(
                "linear",
                classes.isEmpty() ? Task.REGRESSION : Task.CLASSIFICATION,
                target,
                classes,
                List.of(new FeaturePreparation.Numeric(column, 0, 0, 1, false)),
                List.of(new ModelSpec.Layer(1, Math.max(1, classes.size()), ModelSpec.Activation.NONE)),
                0,
                1,
                trainedOn.sha256());
    }

    Table table() throws IOException {
        return TableLoader.ofRun(context());
    }

    StageOutcome validate() throws IOException, InterruptedException {
        return validate(request(Stage.VALIDATE_MODEL));
    }

    StageOutcome validate(StageRequest request) throws IOException, InterruptedException {
        events.clear();
        return new ValidateModel(new Models()).run(request, context());
    }

    StageContext context() throws IOException {
        String yaml = "model: test\ndata:\n" + data.indent(2)
                + (split.isEmpty() ? "" : "split:\n  " + split + "\n")
                + (train.isEmpty() ? "" : "train: " + train + "\n")
                + (settings.isEmpty() ? "" : "validate:\n" + settings.indent(2));
        files.write("cd4ml.yaml", yaml);
        return new StageContext(
                folder,
                new RunFolder("r", folder.resolve(".cd4ml/runs/r")),
                ConfigurationReader.read(folder, "cd4ml.yaml", overrides),
                new Heard(),
                Cancellation.NEVER,
                Clock.systemUTC(),
                System.getenv());
    }

    /** Every column holds numbers, but for the diagnosis. */
    private Schema schema(String real) throws IOException {
        List<Column> columns = new ArrayList<>();
        for (String name :
                Files.readAllLines(folder.resolve("data/" + real)).get(0).split(",")) {
            ColumnType type = name.equals("diagnosis") ? ColumnType.CATEGORY : ColumnType.DECIMAL;
            ColumnSettings marked = context().configuration().data().columns().get(name);
            columns.add(new Column(name, type, marked != null && marked.sensitive()));
        }
        return new Schema(columns);
    }

    StageRequest request(Stage stage) {
        return StageRequest.of(stage, "r", folder.toString()).build();
    }

    private static double number(Table table, String column, int row) {
        return ((Numbers) table.column(column)).values()[row];
    }

    private final class Models implements ValidateModel.Models {
        @Override
        public Predictions candidate(StageContext context, Path modelFolder, Table table, int[] rows)
                throws IOException {
            return new Predictions(
                    ModelFolder.read(modelFolder).spec().classes(),
                    IntStream.of(rows).mapToObj(row -> candidate.of(table, row)).toArray(double[][]::new));
        }

        @Override
        public Optional<ModelReference> champion(StageRequest request, StageContext context) {
            return Optional.ofNullable(serving);
        }

        @Override
        public Predictions packaged(StageContext context, Path packageFolder, Table rows) {
            return new Predictions(
                    List.of("benign", "malignant"),
                    IntStream.range(0, rows.rows())
                            .mapToObj(row -> champion.of(rows, row))
                            .toArray(double[][]::new));
        }
    }

    private final class Heard implements EventSink {
        @Override
        public void message(String sentence) {
            events.add(sentence);
        }

        @Override
        public void warning(String sentence) {
            events.add("warning: " + sentence);
        }

        @Override
        public void progress(long done, long total, String unit) {
            // not of interest here
        }

        @Override
        public void metrics(Map<String, Double> metrics) {
            // not of interest here
        }
    }
}
