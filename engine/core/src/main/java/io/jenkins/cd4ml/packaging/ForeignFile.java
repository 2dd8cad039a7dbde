package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.chain.RunChain;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.foreign.ForeignModel;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestion;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestions;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.TargetScale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The ONNX file from elsewhere that {@code validate.model} names, as it becomes a package. */
record ForeignFile(ForeignQuestion question, LearningTask task, Table table) {
    /** Rows that both are asked: enough to see a difference, few enough for seconds. */
    private static final int MOST_ROWS = 20_000;

    /** Whether a file is named and the run has trained no model of its own: a run has one model. */
    static boolean isWanted(StageRequest request, StageContext context) throws IOException {
        return context.configuration().validate().model() != null
                && !RunChain.of(context.run(), request)
                        .result(Stage.TRAIN_MODEL)
                        .counts();
    }

    static ForeignFile of(StageContext context, Table table) throws IOException {
        LearningTask task = LearningTask.toJudge(context.configuration(), table);
        return new ForeignFile(
                ForeignQuestions.of(context, context.configuration().validate().model(), task, table.schema()),
                task,
                table);
    }

    Path path() {
        return Path.of(question.path());
    }

    String name() {
        return question.name();
    }

    /**
     * The file with a package's signature.
     *
     * @param folder of a model
     * @param asked rows, and {@code answers} of the file as it was to these
     */
    record Adapted(Path folder, ModelFolder model, Table asked, Predictions answers) {}

    /** @param work an empty folder */
    Adapted adapt(StageContext context, Path work) throws IOException, InterruptedException {
        int[] rows = IntStream.range(0, table.rows())
                .filter(row -> !table.column(task.target()).isMissing(row))
                .limit(MOST_ROWS)
                .toArray();
        Table asked = withoutTarget().select(rows);
        Path onnx = work.resolve("adapted.onnx");
        ForeignModel.Packaged packaged = ForeignModel.adapt(context, question, asked, onnx);
        TrainingKeys keys = TrainingKeys.of(new long[0]);
        double scale = task.task() == Task.REGRESSION ? TargetScale.of(table.column(task.target()), rows) : 1;
        ModelSpec spec = new ModelSpec(
                ModelSpec.ONNX,
                task.task(),
                task.target(),
                packaged.classes(),
                packaged.columns().stream()
                        .<FeaturePreparation>map(FeaturePreparation.Plain::new)
                        .toList(),
                List.of(),
                0,
                scale,
                keys.sha256());
        ModelFolder model = new ModelFolder(spec, Map.of("onnx.sha256", digest()), keys);
        Path folder = work.resolve("model");
        model.write(folder, Map.of(ModelPackage.ONNX, onnx));
        return new Adapted(folder, model, asked, packaged.predictions());
    }

    /** Of the file as it was judged, before it was adapted. */
    private Tensor digest() throws IOException {
        byte[] bytes = HexFormat.of().parseHex(Sha256.of(path()));
        float[] numbers = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return Tensor.vector(numbers);
    }

    private Table withoutTarget() {
        List<Column> columns = table.schema().columns().stream()
                .filter(column -> !column.name().equals(task.target()))
                .toList();
        return new Table(
                new Schema(columns),
                columns.stream().map(column -> table.column(column.name())).toList(),
                table.keys());
    }
}
