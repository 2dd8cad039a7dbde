package io.jenkins.cd4ml.train.command;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.onnx.ProbabilityRows;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.SensitiveValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user's program leaves: a model as ONNX, or its answers to the rows that it was asked for, which can be judged and nothing else.
 *
 * @param path of the file
 */
public record CommandModel(Path path) {
    /** A model that answers any rows. */
    public static final String ONNX = "model.onnx";

    /** Answers to some rows. */
    public static final String PREDICTIONS = "predictions.csv";

    /** The one in that folder; where there are both, the model. */
    public static CommandModel in(Path folder) {
        Path onnx = folder.resolve(ONNX);
        return new CommandModel(Files.isRegularFile(onnx) ? onnx : folder.resolve(PREDICTIONS));
    }

    /** The program's own answers beside its model; empty where it left the one or the other alone. */
    public Optional<CommandModel> predictions() {
        Path beside = path.resolveSibling(PREDICTIONS);
        return answersAll() && Files.isRegularFile(beside) ? Optional.of(new CommandModel(beside)) : Optional.empty();
    }

    /** Whether it answers rows that it was not asked for. */
    public boolean answersAll() {
        return name().equals(ONNX);
    }

    public String name() {
        return path.getFileName().toString();
    }

    static CommandModel left(Path folder, CommandSettings settings) {
        CommandModel model = in(folder);
        if (!Files.isRegularFile(model.path)) {
            throw InputException.ofKey(
                    "train.command",
                    settings.run() + " ended without writing " + ONNX + ", or " + PREDICTIONS
                            + ", into the folder that CD4ML_OUT names");
        }
        return model;
    }

    /**
     * What it says of those rows, in the floats that it answers with.
     *
     * @param work an empty folder, or one that was given before
     * @param classes in the order of the answer; empty for a number
     */
    public Predictions predict(
            StageContext context, Path work, List<String> features, List<String> classes, Table table, int[] rows)
            throws IOException, InterruptedException {
        if (!answersAll()) {
            return CommandPredictions.read(
                            path, classes, context.configuration().data().labels())
                    .of(table.keys(), rows);
        }
        Path inputs = work.resolve("rows");
        Path outputs = work.resolve("outputs.safetensors");
        List<Column> columns = new ArrayList<>();
        List<ColumnValues> values = new ArrayList<>();
        for (String name : features) {
            columns.add(table.schema()
                    .find(name)
                    .orElseThrow(() -> new InputException("the model reads the column " + name
                            + ", which the data has not; its columns are "
                            + table.schema().names())));
            values.add(table.column(name));
        }
        TableFile.write(new Table(new Schema(columns), values, table.keys()).select(rows), inputs);
        List<String> arguments = List.of(
                path.toAbsolutePath().toString(),
                inputs.toString(),
                Integer.toString(classes.size()),
                outputs.toString());
        try {
            // Nobody here made the file: its process does nothing else.
            Worker.runAlone(
                    context, new WorkerSpec(CommandPredictWorker.class, List.of("onnxruntime"), List.of(), arguments));
        } catch (InputException e) {
            // what a library says of a failure may hold the value that failed
            throw new InputException(e.problem()
                    .withMessage(SensitiveValues.of(table).hide(e.problem().message())));
        }
        Predictions answers = PredictionFile.read(outputs, classes);
        require(answers.values(), !classes.isEmpty());
        return answers;
    }

    private void require(double[][] answers, boolean classes) {
        Optional<String> wrong = ProbabilityRows.notFinite(answers);
        if (wrong.isEmpty() && classes) {
            wrong = ProbabilityRows.notProbabilities(answers);
        }
        wrong.ifPresent(why -> {
            throw InputException.ofKey("train.command", "the program's " + name() + " " + why);
        });
    }

    /** What stands for the parameters, which are inside the file: {@code onnx.sha256}, its digest's 32 bytes as numbers. */
    public Map<String, Tensor> digest() throws IOException {
        byte[] bytes = HexFormat.of().parseHex(Sha256.of(path));
        float[] numbers = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return Map.of((answersAll() ? "onnx" : "predictions") + ".sha256", Tensor.vector(numbers));
    }
}
