package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a packaged model takes and gives: one input of shape [rows, 1] for each feature column, in the model's order.
 *
 * <p>An input is named after its column; what is no letter, digit or underscore becomes an underscore, as ONNX asks for C
 * identifiers, and a number is appended where two columns would meet.
 */
public record Signature(List<TensorSignature> inputs, List<TensorSignature> outputs) {
    /** Output of a classifier: [rows, classes], 32-bit floats that add up to 1. */
    public static final String PROBABILITIES = "probabilities";

    /** Output of a classifier: [rows], the most probable class, the first of equals. */
    public static final String LABEL = "label";

    /** Output of a regression: [rows, 1], 32-bit floats. */
    public static final String PREDICTION = "prediction";

    private static final long ROWS = -1;

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * The signature that the ONNX graph of this model has.
     *
     * @param schema holds the model's columns; their types decide on the codecs
     */
    public static Signature of(ModelSpec spec, Schema schema) {
        Set<String> taken = new HashSet<>(List.of(PROBABILITIES, LABEL, PREDICTION, OnnxGraph.ROWS));
        List<TensorSignature> inputs = new ArrayList<>();
        for (FeaturePreparation feature : spec.features()) {
            Column column = schema.find(feature.column())
                    .orElseThrow(() -> new IllegalArgumentException("no column " + feature.column()));
            inputs.add(input(unique(identifier(column.name()), taken), feature, column));
        }
        return new Signature(inputs, outputs(spec));
    }

    private static TensorSignature input(String name, FeaturePreparation feature, Column column) {
        String type = feature instanceof FeaturePreparation.Numeric || feature instanceof FeaturePreparation.Plain
                ? "float"
                : feature instanceof FeaturePreparation.Date ? "int64" : "string";
        String codec = RowCodec.of(column.type()).id();
        return new TensorSignature(name, column.name(), type, List.of(ROWS, 1L), codec, List.of());
    }

    private static List<TensorSignature> outputs(ModelSpec spec) {
        if (spec.task() == Task.REGRESSION) {
            return List.of(new TensorSignature(PREDICTION, null, "float", List.of(ROWS, 1L), null, List.of()));
        }
        List<String> classes = spec.classes();
        return List.of(
                new TensorSignature(PROBABILITIES, null, "float", List.of(ROWS, (long) classes.size()), null, classes),
                new TensorSignature(LABEL, null, "string", List.of(ROWS), null, List.of()));
    }

    private static String identifier(String column) {
        String name = column.replaceAll("[^A-Za-z0-9_]", "_");
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** Names that differ only in case stay apart too: not every client keeps the case. */
    private static String unique(String name, Set<String> taken) {
        String candidate = name;
        for (int i = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); i++) {
            candidate = name + "_" + i;
        }
        return candidate;
    }
}
