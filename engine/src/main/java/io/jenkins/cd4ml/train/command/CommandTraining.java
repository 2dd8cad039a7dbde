package io.jenkins.cd4ml.train.command;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The user's program as a trainer: what it is given, and what it leaves. */
public final class CommandTraining {
    /** The model that the program writes. */
    public static final String ONNX = "model.onnx";

    private CommandTraining() {}

    /**
     * What is to be learned.
     *
     * @param task {@code classification} or {@code regression}; {@code classes} in the order of the output, empty for numbers
     */
    public record Lesson(String task, String target, List<String> features, List<String> classes, long seed) {}

    /**
     * Runs the program in a folder, and makes sure that its model answers.
     *
     * @return the epochs that it told
     */
    public static List<Epoch> run(
            StageContext context, Path work, Lesson lesson, Table table, int[] train, int[] validation)
            throws IOException, InterruptedException {
        CommandSettings settings = context.configuration().train().command();
        if (settings.run().isEmpty()) {
            throw InputException.ofKey(
                    "train.command.run", "it is not set; name the program that trains, such as [python3, train.py]");
        }
        Path in = Files.createDirectory(work.resolve("in"));
        Path out = Files.createDirectory(work.resolve("out"));
        List<String> columns = new ArrayList<>(lesson.features());
        columns.add(lesson.target());
        CommandFolder.writeRows(in.resolve("train.csv"), table, columns, train);
        CommandFolder.writeRows(in.resolve("validation.csv"), table, columns, validation);
        CommandFolder.writeSchema(
                in.resolve("schema.json"), table, lesson.task(), lesson.target(), lesson.features(), lesson.classes());
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("seed", lesson.seed());
        given.putAll(settings.settings());
        Files.writeString(in.resolve("settings.json"), Protocol.write(given));
        new Program(context, settings).run(in, out);
        if (!Files.isRegularFile(out.resolve(ONNX))) {
            throw InputException.ofKey(
                    "train.command",
                    settings.run() + " ended without writing " + ONNX + " into the folder that CD4ML_OUT names");
        }
        int[] probe = validation.length > 0 ? validation : train;
        predict(
                context,
                work,
                out.resolve(ONNX),
                lesson.features(),
                lesson.classes().size(),
                table,
                probe);
        return CommandFolder.epochs(out.resolve("metrics.jsonl"));
    }

    /** What the program's model says of those rows: [rows, classes], or [rows, 1]. */
    public static Tensor predict(
            StageContext context, Path work, Path onnx, List<String> features, int classes, Table table, int[] rows)
            throws IOException, InterruptedException {
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
                onnx.toAbsolutePath().toString(), inputs.toString(), Integer.toString(classes), outputs.toString());
        Worker.run(context, new WorkerSpec(CommandPredictWorker.class, List.of("onnxruntime"), List.of(), arguments));
        return Safetensors.read(outputs).get("outputs");
    }

    /** What stands for the parameters, which are inside the ONNX file: {@code onnx.sha256}, its digest's 32 bytes as numbers. */
    public static Map<String, Tensor> digest(Path onnx) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(Sha256.of(onnx));
        float[] numbers = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return Map.of("onnx.sha256", Tensor.vector(numbers));
    }
}
