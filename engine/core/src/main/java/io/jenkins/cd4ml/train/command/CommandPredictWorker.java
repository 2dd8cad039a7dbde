package io.jenkins.cd4ml.train.command;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.InputNames;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.onnx.OutputMatrix;
import io.jenkins.cd4ml.onnx.RowsAtOnce;
import io.jenkins.cd4ml.onnx.RuntimeReason;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.DoubleBuffer;
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
 * classes (0 for a number), and the {@link PredictionFile} to write.
 */
public final class CommandPredictWorker {
    private static final int BATCH = 1024;

    private CommandPredictWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            Table rows = TableFile.read(Path.of(arguments.get(1)));
            int classes = Integer.parseInt(arguments.get(2));
            predict(Path.of(arguments.get(0)), rows, classes, Path.of(arguments.get(3)));
        });
    }

    private static void predict(Path onnx, Table rows, int classes, Path file) throws IOException {
        String output = classes == 0 ? "prediction" : "probabilities";
        int width = Math.max(1, classes);
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
            boolean single = OutputMatrix.isSingle(session, output);
            try (PredictionFile answers = PredictionFile.create(file, rows.rows(), width, single)) {
                for (int from = 0; from < rows.rows(); from += batch) {
                    int to = Math.min(rows.rows(), from + batch);
                    Map<String, OnnxTensorLike> inputs = inputs(environment, session, rows, names, from, to);
                    try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                        double[][] values = OutputMatrix.of(result.get(0)).orElse(new double[0][]);
                        require(
                                values.length == to - from && values[0].length == width,
                                "its output " + output + " is no matrix of 32-bit or 64-bit floats [rows, " + width
                                        + "]");
                        answers.add(values);
                    } finally {
                        inputs.values().forEach(OnnxTensorLike::close);
                    }
                }
            }
        } catch (OrtException e) {
            throw refused("ONNX Runtime cannot run it: " + RuntimeReason.of(e));
        }
    }

    private static Map<String, OnnxTensorLike> inputs(
            OrtEnvironment environment, OrtSession session, Table rows, List<String> names, int from, int to)
            throws OrtException {
        Map<String, OnnxTensorLike> inputs = new LinkedHashMap<>();
        long[] shape = {to - from, 1};
        for (int i = 0; i < names.size(); i++) {
            Column column = rows.schema().columns().get(i);
            ColumnValues values = rows.columns().get(i);
            boolean wide = session.getInputInfo().get(names.get(i)).getInfo() instanceof TensorInfo tensor
                    && tensor.type == OnnxJavaType.DOUBLE;
            inputs.put(names.get(i), tensor(environment, column, values, wide, from, to, shape));
        }
        return inputs;
    }

    private static OnnxTensor tensor(
            OrtEnvironment environment,
            Column column,
            ColumnValues values,
            boolean wide,
            int from,
            int to,
            long[] shape)
            throws OrtException {
        if (wide && values instanceof ColumnValues.Numbers numbers) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(numbers.values(), from, to - from), shape);
        }
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
