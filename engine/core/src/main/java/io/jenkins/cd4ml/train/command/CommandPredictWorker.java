package io.jenkins.cd4ml.train.command;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.InputNames;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.onnx.RowsAtOnce;
import io.jenkins.cd4ml.onnx.RuntimeReason;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A process that asks the program's ONNX file: arguments are the file, a {@link TableFile} with the feature columns, the number of
 * classes (0 for a number), and the file to write with the tensor {@code outputs}.
 */
public final class CommandPredictWorker {
    private static final int BATCH = 1024;

    private CommandPredictWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            Table rows = TableFile.read(Path.of(arguments.get(1)));
            int classes = Integer.parseInt(arguments.get(2));
            Tensor outputs = outputs(Path.of(arguments.get(0)), rows, classes);
            Safetensors.write(Path.of(arguments.get(3)), Map.of("outputs", outputs));
        });
    }

    private static Tensor outputs(Path onnx, Table rows, int classes) throws IOException {
        String output = classes == 0 ? "prediction" : "probabilities";
        int width = Math.max(1, classes);
        float[] all = new float[Math.multiplyExact(rows.rows(), width)];
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        // the bytes that were looked through, not the file: nothing that a path could be relative to
        byte[] model = OnnxInspection.read(onnx, "the program's " + CommandModel.ONNX);
        try (OrtSession session = environment.createSession(model)) {
            List<String> names = InputNames.of(rows.schema().names());
            require(
                    session.getInputNames().equals(Set.copyOf(names))
                            && session.getOutputNames().contains(output),
                    "its inputs are " + new TreeSet<>(session.getInputNames()) + " and its outputs "
                            + new TreeSet<>(session.getOutputNames()) + ", not inputs " + new TreeSet<>(names)
                            + " and an output " + output);
            int batch = RowsAtOnce.of(session, BATCH);
            require(
                    batch == 1 || batch == BATCH,
                    "it takes exactly " + batch + " rows at once: export it for any number of rows");
            for (int from = 0; from < rows.rows(); from += batch) {
                int to = Math.min(rows.rows(), from + batch);
                Map<String, OnnxTensorLike> inputs = inputs(environment, rows, names, from, to);
                try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                    require(
                            result.get(0).getValue() instanceof float[][] values
                                    && values.length == to - from
                                    && values[0].length == width,
                            "its output " + output + " is no matrix of 32-bit floats [rows, " + width + "]");
                    float[][] values = (float[][]) result.get(0).getValue();
                    for (int i = 0; i < values.length; i++) {
                        System.arraycopy(values[i], 0, all, (from + i) * width, width);
                    }
                } finally {
                    inputs.values().forEach(OnnxTensorLike::close);
                }
            }
        } catch (OrtException e) {
            throw refused("ONNX Runtime cannot run it: " + RuntimeReason.of(e));
        }
        return Tensor.matrix(rows.rows(), width, all);
    }

    private static Map<String, OnnxTensorLike> inputs(
            OrtEnvironment environment, Table rows, List<String> names, int from, int to) throws OrtException {
        Map<String, OnnxTensorLike> inputs = new LinkedHashMap<>();
        long[] shape = {to - from, 1};
        for (int i = 0; i < names.size(); i++) {
            Column column = rows.schema().columns().get(i);
            ColumnValues values = rows.columns().get(i);
            inputs.put(names.get(i), tensor(environment, column, values, from, to, shape));
        }
        return inputs;
    }

    private static OnnxTensor tensor(
            OrtEnvironment environment, Column column, ColumnValues values, int from, int to, long[] shape)
            throws OrtException {
        if (values instanceof ColumnValues.Numbers numbers) {
            FloatBuffer floats = FloatBuffer.allocate(to - from);
            for (int row = from; row < to; row++) {
                floats.put(RowCodec.number(column, numbers.values()[row]));
            }
            return OnnxTensor.createTensor(environment, floats.flip(), shape);
        }
        if (values instanceof ColumnValues.Dates dates) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(dates.epochDays(), from, to - from), shape);
        }
        String[] texts = new String[to - from];
        for (int row = from; row < to; row++) {
            texts[row - from] = values.isMissing(row) ? RowCodec.MISSING_TEXT : values.text(row);
        }
        return OnnxTensor.createTensor(environment, texts, shape);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw refused(otherwise);
        }
    }

    private static InputException refused(String why) {
        return InputException.ofKey("train.command", "the program's model.onnx is not as schema.json says: " + why);
    }
}
