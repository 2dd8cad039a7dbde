package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.InputNames;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.onnx.GraphTypes;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What a packaged model takes and gives: one input of shape [rows, 1] for each feature column, in the model's order; of whole images
 * one of shape [rows, samples].
 *
 * <p>An input is named after its column; what is no letter, digit or underscore becomes an underscore, as ONNX asks for C
 * identifiers, and a number is appended where two columns would meet.
 */
public record Signature(List<TensorSignature> inputs, List<TensorSignature> outputs) {
    /** Output of a classifier: [rows, classes], floats that add up to 1; 32-bit ones where the graph was written here. */
    public static final String PROBABILITIES = "probabilities";

    /** Output of a classifier: [rows], the most probable class, the first of equals. */
    public static final String LABEL = "label";

    /** Output of a regression: [rows, 1], floats; 64-bit ones where the graph was written here. */
    public static final String PREDICTION = "prediction";

    private static final long ROWS = -1;

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * The signature of the ONNX graph that {@link OnnxWriter} writes of this model.
     *
     * @param schema holds the model's columns; their types decide on the codecs
     */
    public static Signature of(ModelSpec spec, Schema schema) {
        return of(spec, schema, null);
    }

    /** The same of an ONNX file that was not written here; {@code types}: of that file. */
    static Signature of(ModelSpec spec, Schema schema, GraphTypes types) {
        List<String> names = InputNames.of(
                spec.features().stream().map(FeaturePreparation::column).toList());
        List<TensorSignature> inputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = spec.features().get(i).column();
            Column column = schema.find(name).orElseThrow(() -> new IllegalArgumentException("no column " + name));
            long width =
                    column.type() == ColumnType.IMAGE ? spec.features().get(i).width() : 1;
            RowCodec codec = RowCodec.of(column.type());
            boolean wide = types == null
                    ? spec.features().get(i) instanceof FeaturePreparation.Wide
                    : types.doubles().contains(names.get(i));
            inputs.add(
                    input(names.get(i), column, wide && codec == RowCodec.NUMBER ? RowCodec.NUMBER_64 : codec, width));
        }
        return new Signature(inputs, outputs(spec, types));
    }

    private static TensorSignature input(String name, Column column, RowCodec codec, long width) {
        String type =
                switch (codec) {
                    case NUMBER -> "float";
                    case NUMBER_64 -> "double";
                    case EPOCH_DAY -> "int64";
                    case TEXT, BOOLEAN -> "string";
                    case IMAGE -> "uint8";
                };
        return new TensorSignature(name, column.name(), type, List.of(ROWS, width), codec.id(), List.of());
    }

    private static List<TensorSignature> outputs(ModelSpec spec, GraphTypes types) {
        if (spec.task() == Task.REGRESSION) {
            String type = types == null || types.doubles().contains(PREDICTION) ? "double" : "float";
            return List.of(new TensorSignature(PREDICTION, null, type, List.of(ROWS, 1L), null, List.of()));
        }
        List<String> classes = spec.classes();
        String type = types != null && types.doubles().contains(PROBABILITIES) ? "double" : "float";
        TensorSignature probabilities =
                new TensorSignature(PROBABILITIES, null, type, List.of(ROWS, (long) classes.size()), null, classes);
        if (types != null) {
            // What was not written here is asked for probabilities alone.
            return List.of(probabilities);
        }
        return List.of(probabilities, new TensorSignature(LABEL, null, "string", List.of(ROWS), null, List.of()));
    }
}
