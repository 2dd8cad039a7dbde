package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tensors of KServe's V2 inference protocol: {@code {"name", "shape", "datatype", "data"}}, one for each of the model's
 * columns, with {@code [n]} or {@code [n, 1]} elements, of whole images with {@code [n, samples]}; {@code data} flat or nested.
 */
final class Tensors {
    /** What an input of floats takes besides its own type, where each value is exactly one of its own. */
    private static final Set<String> NUMBERS =
            Set.of("FP32", "FP64", "INT64", "INT32", "INT16", "INT8", "UINT8", "UINT16", "UINT32");

    private final ServedModel model;
    private final int maxRows;

    Tensors(ServedModel model, int maxRows) {
        this.model = model;
        this.maxRows = maxRows;
    }

    /** {@code FP32}, {@code FP64}, {@code INT64}, {@code UINT8} or {@code BYTES}. */
    static String datatype(TensorSignature signature) {
        return switch (signature.type()) {
            case "float" -> "FP32";
            case "double" -> "FP64";
            case "int64" -> "INT64";
            case "uint8" -> "UINT8";
            case "string" -> "BYTES";
            default -> throw new IllegalArgumentException("no V2 data type for " + signature.type());
        };
    }

    /** Inputs as a table of the model's columns; a sentence with 400 where one is missing, unknown or of another type or shape. */
    Table read(JsonNode inputs) throws HttpProblem {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        for (JsonNode input : inputs) {
            String name = input.path("name").asText();
            if (byName.put(name, input) != null) {
                throw new HttpProblem(400, "the input '" + name + "' is there twice");
            }
        }
        List<String> names = model.inputs().stream().map(TensorSignature::name).toList();
        for (String name : byName.keySet()) {
            if (!names.contains(name)) {
                throw new HttpProblem(400, "the model has no input '" + name + "'; its inputs are " + names);
            }
        }
        int rows = -1;
        Map<String, ColumnValues> columns = new LinkedHashMap<>();
        for (TensorSignature signature : model.inputs()) {
            JsonNode input = byName.get(signature.name());
            if (input == null) {
                throw new HttpProblem(400, "the input '" + signature.name() + "' is missing; the inputs are " + names);
            }
            int size = size(signature, input);
            if (rows >= 0 && size != rows) {
                throw new HttpProblem(
                        400, "the input '" + signature.name() + "' has " + size + " rows, the ones before it " + rows);
            }
            rows = size;
            columns.put(signature.column(), values(signature, input, size));
        }
        List<ColumnValues> ordered = new ArrayList<>();
        for (Column column : model.features().columns()) {
            ordered.add(columns.get(column.name()));
        }
        return new Table(model.features(), ordered, new long[rows]);
    }

    private int size(TensorSignature signature, JsonNode input) throws HttpProblem {
        String name = signature.name();
        String datatype = input.path("datatype").asText();
        boolean takesNumbers =
                signature.type().equals("float") || signature.type().equals("double");
        if (!datatype.equals(datatype(signature)) && !(takesNumbers && NUMBERS.contains(datatype))) {
            throw new HttpProblem(
                    400, "the input '" + name + "' has datatype " + datatype(signature) + ", not " + datatype);
        }
        JsonNode shape = input.path("shape");
        long width = signature.shape().get(1);
        boolean vector = shape.isArray()
                && (shape.size() == 1 && width == 1
                        || shape.size() == 2 && shape.get(1).asLong() == width)
                && shape.get(0).isIntegralNumber();
        if (!vector || shape.get(0).asLong() < 1) {
            throw new HttpProblem(
                    400, "the input '" + name + "' needs the shape [n, " + width + "] with n >= 1, not " + shape);
        }
        if (shape.get(0).asLong() > maxRows) {
            throw new HttpProblem(413, "at most " + maxRows + " rows in one request, not " + shape.get(0));
        }
        return shape.get(0).intValue();
    }

    private ColumnValues values(TensorSignature signature, JsonNode input, int size) throws HttpProblem {
        Column column = model.features().find(signature.column()).orElseThrow();
        int width = signature.shape().get(1).intValue();
        int wanted = Math.multiplyExact(size, width);
        List<JsonNode> cells = new ArrayList<>();
        flatten(input.path("data"), cells, wanted);
        if (cells.size() != wanted) {
            throw new HttpProblem(
                    400,
                    "the input '" + signature.name() + "' has " + cells.size() + " values in data, its shape says "
                            + wanted);
        }
        return switch (signature.type()) {
            case "float", "double" -> {
                String given = input.path("datatype").asText();
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    JsonNode cell = cells.get(i);
                    require(cell.isNull() || cell.isNumber(), signature, "numbers, or null for a missing value");
                    values[i] = cell.isNull() ? Double.NaN : number(signature, given, cell);
                }
                yield new ColumnValues.Numbers(values);
            }
            case "int64" -> {
                long[] values = new long[size];
                for (int i = 0; i < size; i++) {
                    JsonNode cell = cells.get(i);
                    require(cell.isNull() || cell.canConvertToExactIntegral(), signature, "whole numbers (epoch days)");
                    values[i] = cell.isNull() ? ColumnValues.Dates.MISSING : cell.longValue();
                }
                yield new ColumnValues.Dates(values);
            }
            case "uint8" -> {
                byte[][] values = new byte[size][width];
                for (int i = 0; i < wanted; i++) {
                    JsonNode cell = cells.get(i);
                    require(cell.isInt() && cell.intValue() >> 8 == 0, signature, "whole numbers from 0 to 255");
                    values[i / width][i % width] = (byte) cell.intValue();
                }
                yield new ColumnValues.Images(values);
            }
            default -> {
                String[] values = new String[size];
                for (int i = 0; i < size; i++) {
                    JsonNode cell = cells.get(i);
                    require(cell.isNull() || cell.isTextual(), signature, "texts; an empty one for a missing value");
                    String text =
                            RowCodec.text(column, model.texts().of(column, cell.isNull() ? null : cell.textValue()));
                    values[i] = text.isEmpty() ? null : text;
                }
                yield new ColumnValues.Texts(values);
            }
        };
    }

    /** A number as its input takes it: one of the input's own type rounds, one of another type must be exactly one of them. */
    private static double number(TensorSignature signature, String given, JsonNode cell) throws HttpProblem {
        boolean single = signature.type().equals("float");
        double nearest = single || given.equals("FP32") ? (float) cell.doubleValue() : cell.doubleValue();
        boolean rounds = given.equals(datatype(signature)) || given.equals("FP32");
        require(
                rounds || Double.isFinite(nearest) && cell.decimalValue().compareTo(new BigDecimal(nearest)) == 0,
                signature,
                (single ? "32" : "64") + "-bit floats (" + datatype(signature) + "), and " + cell + " of your " + given
                        + " is not exactly one of them: send " + datatype(signature) + ", which rounds");
        return nearest;
    }

    private static void require(boolean right, TensorSignature signature, String what) throws HttpProblem {
        if (!right) {
            throw new HttpProblem(400, "the input '" + signature.name() + "' takes " + what);
        }
    }

    private static void flatten(JsonNode data, List<JsonNode> into, int limit) {
        if (!data.isArray()) {
            into.add(data);
            return;
        }
        for (JsonNode element : data) {
            // One more than the limit is enough to see that there are too many.
            if (into.size() > limit) {
                return;
            }
            flatten(element, into, limit);
        }
    }

    /** The outputs that were asked for (all where none was named) as V2 tensors. */
    List<Map<String, Object>> write(Predictions predictions, JsonNode wanted) throws HttpProblem {
        List<String> names = model.outputs().stream().map(TensorSignature::name).toList();
        List<String> asked = new ArrayList<>();
        for (JsonNode output : wanted) {
            String name = output.path("name").asText();
            if (!names.contains(name)) {
                throw new HttpProblem(400, "the model has no output '" + name + "'; its outputs are " + names);
            }
            asked.add(name);
        }
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (TensorSignature signature : model.outputs()) {
            if (asked.isEmpty() || asked.contains(signature.name())) {
                tensors.add(tensor(signature, predictions));
            }
        }
        return tensors;
    }

    private static Map<String, Object> tensor(TensorSignature signature, Predictions predictions) {
        List<Object> data = new ArrayList<>();
        List<Long> shape = new ArrayList<>(signature.shape());
        shape.set(0, (long) predictions.rows());
        for (int i = 0; i < predictions.rows(); i++) {
            switch (signature.type()) {
                case "string" -> data.add(predictions.label(i));
                case "int64" -> data.add(predictions.best(i));
                default -> {
                    for (int column = 0; column < predictions.values()[i].length; column++) {
                        data.add(predictions.value(i, column));
                    }
                }
            }
        }
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", signature.name());
        tensor.put("shape", shape);
        tensor.put("datatype", datatype(signature));
        tensor.put("data", data);
        return tensor;
    }
}
