package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a model's inputs from columns: one tensor [rows, columns] of numbers, or one tensor [rows] or [rows, 1] a column.
 *
 * @param slots in the model's order
 * @param batch rows that the model takes at once; -1: any number
 */
record ForeignInputs(List<Slot> slots, int batch) {

    /** An input and its columns: one, or those of the vector; {@code rank} 1 or 2. */
    record Slot(String input, OnnxJavaType type, int rank, List<String> columns) {}

    /** Which columns go where; refuses what no column can fill. */
    static ForeignInputs of(ForeignQuestion question, Map<String, NodeInfo> wanted, Schema schema) {
        List<Slot> slots = new ArrayList<>();
        int batch = -1;
        for (NodeInfo input : wanted.values()) {
            if (!(input.getInfo() instanceof TensorInfo tensor)) {
                throw refused(question, input.getName(), "is no tensor");
            }
            long[] shape = tensor.getShape();
            if (shape.length < 1 || shape.length > 2) {
                throw refused(
                        question,
                        input.getName(),
                        "has the shape " + Arrays.toString(shape)
                                + "; rows of a table fill [rows], [rows, 1] or [rows, columns]");
            }
            if (shape[0] > 1) {
                throw refused(
                        question,
                        input.getName(),
                        "takes exactly " + shape[0] + " rows at once: export it for any number of rows");
            }
            batch = shape[0] == 1 ? 1 : batch;
            slots.add(new Slot(
                    input.getName(),
                    tensor.type,
                    shape.length,
                    columns(question, input.getName(), shape, wanted, schema)));
        }
        return new ForeignInputs(List.copyOf(slots), batch);
    }

    private static List<String> columns(
            ForeignQuestion question, String input, long[] shape, Map<String, NodeInfo> wanted, Schema schema) {
        String named = question.inputs().getOrDefault(input, input);
        boolean vector = shape.length == 2 && shape[1] != 1;
        if (vector && wanted.size() == 1) {
            if (shape[1] > 0 && shape[1] != question.columns().size()) {
                throw refused(
                        question,
                        input,
                        "takes " + shape[1] + " numbers, and "
                                + question.columns().size()
                                + " columns are to fill it (" + String.join(", ", question.columns())
                                + "): list the right ones, in order, in validate.model.columns");
            }
            return question.columns();
        }
        if (shape.length == 2 && shape[1] > 1) {
            throw refused(
                    question, input, "takes " + shape[1] + " numbers beside other inputs; give each its own column");
        }
        if (schema.find(named).isPresent()) {
            return List.of(named);
        }
        if (wanted.size() == 1 && question.columns().size() == 1) {
            return question.columns();
        }
        throw refused(
                question,
                input,
                "has no column of that name to fill it; say which in validate.model.inputs: {" + input
                        + ": <column>}. The columns are " + String.join(", ", schema.names()));
    }

    /** The tensors of these rows. */
    Map<String, OnnxTensor> tensors(OrtEnvironment environment, Table rows, int from, int to) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Slot slot : slots) {
            tensors.put(slot.input(), tensor(environment, slot, rows, from, to));
        }
        return tensors;
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Slot slot, Table rows, int from, int to)
            throws OrtException {
        int width = slot.columns().size();
        int size = (to - from) * width;
        long[] shape = slot.rank() == 1 ? new long[] {to - from} : new long[] {to - from, width};
        if (slot.type() == OnnxJavaType.STRING) {
            String[] texts = new String[size];
            for (int i = 0; i < size; i++) {
                String text = rows.column(slot.columns().get(i % width)).text(from + i / width);
                texts[i] = text == null ? "" : text;
            }
            return OnnxTensor.createTensor(environment, texts, shape);
        }
        double[] numbers = new double[size];
        List<CellNumbers> cells = slot.columns().stream()
                .map(column -> CellNumbers.of(rows, column, slot))
                .toList();
        for (int i = 0; i < size; i++) {
            numbers[i] = cells.get(i % width).at(from + i / width);
        }
        return switch (slot.type()) {
            case FLOAT -> {
                float[] floats = new float[size];
                for (int i = 0; i < size; i++) {
                    floats[i] = (float) numbers[i];
                }
                yield OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
            }
            case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(numbers), shape);
            case INT64 -> OnnxTensor.createTensor(
                    environment,
                    LongBuffer.wrap(
                            Arrays.stream(numbers).mapToLong(x -> (long) x).toArray()),
                    shape);
            case INT32 -> OnnxTensor.createTensor(
                    environment,
                    IntBuffer.wrap(Arrays.stream(numbers).mapToInt(x -> (int) x).toArray()),
                    shape);
            case FLOAT16 -> {
                ShortBuffer halves = ShortBuffer.allocate(size);
                for (double number : numbers) {
                    halves.put(Fp16Conversions.floatToFp16((float) number));
                }
                yield OnnxTensor.createTensor(environment, halves.flip(), shape, OnnxJavaType.FLOAT16);
            }
            default -> throw new InputException("the input '" + OnnxInspection.shown(slot.input()) + "' holds "
                    + slot.type() + "; columns fill tensors of FLOAT, FLOAT16, DOUBLE, INT64, INT32 and STRING");
        };
    }

    private static InputException refused(ForeignQuestion question, String input, String why) {
        return new InputException(question.name() + ": the input '" + OnnxInspection.shown(input) + "' " + why);
    }
}
