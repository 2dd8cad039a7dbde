package io.jenkins.cd4ml.packaging.foreign;

import static io.jenkins.cd4ml.packaging.foreign.GraphParts.ML;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxJavaType;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Nodes that fill a model's own inputs from those of a package, one a column, as {@link ForeignInputs} fills them from a table. An
 * input of whole numbers has no way to say that a value is missing: such a row gets no finite answer, which the server refuses.
 * A number that an input of more than 32 bits takes enters the package as a 64-bit float.
 */
final class AdaptedInputs {
    private static final Set<OnnxJavaType> WIDE = Set.of(OnnxJavaType.DOUBLE, OnnxJavaType.INT64, OnnxJavaType.INT32);

    private final GraphParts parts;
    private final ForeignQuestion question;
    private final Schema schema;
    private final Map<String, String> inputs;
    private final Set<String> wide;
    private final Set<String> mustBeThere = new LinkedHashSet<>();

    /**
     * @param slots the model's inputs
     * @param inputs name of the package's input by column
     */
    AdaptedInputs(
            GraphParts parts,
            ForeignQuestion question,
            Schema schema,
            List<ForeignInputs.Slot> slots,
            Map<String, String> inputs) {
        this.parts = parts;
        this.question = question;
        this.schema = schema;
        this.inputs = inputs;
        this.wide = slots.stream()
                .filter(slot -> WIDE.contains(slot.type()))
                .flatMap(slot -> slot.columns().stream())
                .filter(column -> RowCodec.of(schema.find(column).orElseThrow().type()) == RowCodec.NUMBER)
                .collect(Collectors.toSet());
    }

    /** Adds the nodes for one of the model's inputs, named as in the renamed graph. */
    void fill(ForeignInputs.Slot slot) {
        List<String> columns = new ArrayList<>();
        for (String column : slot.columns()) {
            columns.add(column(schema.find(column).orElseThrow(), slot));
        }
        String all = columns.size() == 1 && slot.rank() == 2
                ? columns.get(0)
                : slot.rank() == 1
                        ? parts.reshape(columns.get(0), -1)
                        : parts.node("Concat", columns, GraphParts.integer("axis", 1));
        parts.named(GraphNames.of(slot.input()), "Identity", List.of(all));
    }

    /** Whether the package takes that column as 64-bit floats. */
    boolean isWide(String column) {
        return wide.contains(column);
    }

    /** NaN where a value is missing that must be there, else 0, [rows, 1], of that type; null where none must. */
    String missing(int type) {
        String sum = null;
        for (String value : mustBeThere) {
            String nothing = parts.node("Mul", List.of(parts.cast(value, type), parts.number(0, type)));
            sum = sum == null ? nothing : parts.node("Add", List.of(sum, nothing));
        }
        return sum;
    }

    private String column(Column column, ForeignInputs.Slot slot) {
        String input = inputs.get(column.name());
        RowCodec codec = RowCodec.of(column.type());
        if (codec == RowCodec.IMAGE) {
            throw refused(slot, column, "holds images");
        }
        if (slot.type() == OnnxJavaType.STRING) {
            if (codec == RowCodec.NUMBER || codec == RowCodec.EPOCH_DAY) {
                throw refused(
                        slot,
                        column,
                        "holds " + column.type().label() + " values, which the graph of a package cannot write as text;"
                                + " declare it as a category under data.columns");
            }
            return input;
        }
        String number =
                switch (codec) {
                    case NUMBER -> input;
                    case EPOCH_DAY -> days(input);
                    default -> bool(column, slot, input);
                };
        if (slot.type() == OnnxJavaType.INT64 || slot.type() == OnnxJavaType.INT32) {
            mustBeThere.add(number);
        }
        int own = isWide(column.name()) ? DataType.DOUBLE_VALUE : DataType.FLOAT_VALUE;
        return type(slot) == own ? number : parts.cast(number, type(slot));
    }

    private String days(String input) {
        String missing = parts.node("Equal", List.of(input, parts.whole(Long.MIN_VALUE)));
        return parts.node(
                "Where",
                List.of(
                        missing,
                        parts.number(Float.NaN, DataType.FLOAT_VALUE),
                        parts.cast(input, DataType.FLOAT_VALUE)));
    }

    private String bool(Column column, ForeignInputs.Slot slot, String input) {
        if (column.type() != ColumnType.BOOLEAN) {
            throw refused(slot, column, "holds text, and the input takes numbers");
        }
        return parts.node(
                ML,
                "LabelEncoder",
                List.of(input),
                GraphParts.texts("keys_strings", List.of("true", "false")),
                GraphParts.floats("values_floats", 1, 0),
                GraphParts.number("default_float", Float.NaN));
    }

    private static int type(ForeignInputs.Slot slot) {
        return switch (slot.type()) {
            case FLOAT -> DataType.FLOAT_VALUE;
            case DOUBLE -> DataType.DOUBLE_VALUE;
            case FLOAT16 -> DataType.FLOAT16_VALUE;
            case INT64 -> DataType.INT64_VALUE;
            case INT32 -> DataType.INT32_VALUE;
            default -> throw new IllegalArgumentException(slot.type().toString());
        };
    }

    private InputException refused(ForeignInputs.Slot slot, Column column, String why) {
        return new InputException(
                question.name() + " cannot be packaged: its input '" + OnnxInspection.shown(slot.input())
                        + "' is filled with the column " + column.name() + ", which " + why);
    }
}
