package io.jenkins.cd4ml.packaging;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Category;
import io.jenkins.cd4ml.model.FeaturePreparation.Date;
import io.jenkins.cd4ml.model.FeaturePreparation.Numeric;
import io.jenkins.cd4ml.model.FeaturePreparation.Pixels;
import io.jenkins.cd4ml.model.FeaturePreparation.Plain;
import io.jenkins.cd4ml.model.FeaturePreparation.Wide;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The preparation of raw values as ONNX nodes, the same arithmetic in the same order as {@link FeaturePreparation} says. All
 * numbers go through one set of nodes together, and so do all dates: a graph of a hundred numeric columns stays as quick as
 * one of a single column. A last Gather brings the numbers into the model's order where that is another.
 */
final class OnnxPreparation {
    private static final float TURN = (float) (2 * Math.PI);

    private final OnnxGraph graph;
    private final List<String> blocks = new ArrayList<>();

    /** For each number of the concatenated blocks, its place in the model's input vector; -1: not wanted. */
    private final List<Integer> places = new ArrayList<>();

    private OnnxPreparation(OnnxGraph graph) {
        this.graph = graph;
    }

    /** Adds the nodes and returns the name of the model's input vector, [rows, width]. */
    static String add(OnnxGraph graph, List<FeaturePreparation> features, List<TensorSignature> inputs) {
        OnnxPreparation preparation = new OnnxPreparation(graph);
        if (features.get(0) instanceof Pixels pixels) {
            return pixels(graph, pixels, inputs.get(0).name());
        }
        int[] offsets = new int[features.size()];
        int width = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = width;
            width += features.get(i).width();
        }
        List<Placed<Numeric>> numbers = new ArrayList<>();
        List<Placed<Wide>> wides = new ArrayList<>();
        List<Placed<Plain>> plains = new ArrayList<>();
        List<Placed<Date>> dates = new ArrayList<>();
        List<Placed<Category>> categories = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            String input = inputs.get(i).name();
            FeaturePreparation feature = features.get(i);
            if (feature instanceof Numeric numeric) {
                numbers.add(new Placed<>(numeric, input, offsets[i]));
                graph.input(input, TensorProto.DataType.FLOAT, 1);
            } else if (feature instanceof Wide wide) {
                wides.add(new Placed<>(wide, input, offsets[i]));
                graph.input(input, TensorProto.DataType.DOUBLE, 1);
            } else if (feature instanceof Plain plain) {
                plains.add(new Placed<>(plain, input, offsets[i]));
                graph.input(input, TensorProto.DataType.FLOAT, 1);
            } else if (feature instanceof Date date) {
                dates.add(new Placed<>(date, input, offsets[i]));
                graph.input(input, TensorProto.DataType.INT64, 1);
            } else if (feature instanceof Category category) {
                categories.add(new Placed<>(category, input, offsets[i]));
                graph.input(input, TensorProto.DataType.STRING, 1);
            }
        }
        preparation.numbers(numbers);
        preparation.wides(wides);
        preparation.plains(plains);
        preparation.dates(dates);
        categories.forEach(preparation::category);
        return preparation.inOrder(width);
    }

    /** Whole images are a model's only feature. */
    private static String pixels(OnnxGraph graph, Pixels pixels, String input) {
        graph.input(input, TensorProto.DataType.UINT8, pixels.width());
        String raw = graph.node(
                "pixels/raw", "Cast", List.of(input), OnnxGraph.integer("to", TensorProto.DataType.FLOAT_VALUE));
        String shift = graph.floats("pixels/shift", new float[] {pixels.shift()}, 1, 1);
        String scale = graph.floats("pixels/scale", new float[] {pixels.scale()}, 1, 1);
        String shifted = graph.node("pixels/shifted", "Sub", List.of(raw, shift));
        return graph.node("pixels/scaled", "Div", List.of(shifted, scale));
    }

    private void numbers(List<Placed<Numeric>> features) {
        if (features.isEmpty()) {
            return;
        }
        int n = features.size();
        String raw = side("numbers/raw", inputsOf(features));
        String missing = graph.node("numbers/missing", "IsNaN", List.of(raw));
        String fill = graph.floats("numbers/fill", floats(features, Field.FILL), 1, n);
        String shift = graph.floats("numbers/shift", floats(features, Field.SHIFT), 1, n);
        String scale = graph.floats("numbers/scale", floats(features, Field.SCALE), 1, n);
        String filled = graph.node("numbers/filled", "Where", List.of(missing, fill, raw));
        String shifted = graph.node("numbers/shifted", "Sub", List.of(filled, shift));
        blocks.add(graph.node("numbers/scaled", "Div", List.of(shifted, scale)));
        features.forEach(feature -> places.add(feature.offset()));
        if (features.stream().anyMatch(feature -> feature.of().indicator())) {
            blocks.add(graph.node(
                    "numbers/indicator",
                    "Cast",
                    List.of(missing),
                    OnnxGraph.integer("to", TensorProto.DataType.FLOAT_VALUE)));
            features.forEach(feature -> places.add(feature.of().indicator() ? feature.offset() + 1 : -1));
        }
    }

    /** As numbers are, in 64-bit floats until the last. */
    private void wides(List<Placed<Wide>> features) {
        if (features.isEmpty()) {
            return;
        }
        int n = features.size();
        String raw = side("wide/raw", inputsOf(features));
        String missing = graph.node("wide/missing", "IsNaN", List.of(raw));
        String fill = graph.doubles("wide/fill", doubles(features, Wide::filling), 1, n);
        String shift = graph.doubles("wide/shift", doubles(features, Wide::shift), 1, n);
        String scale = graph.doubles("wide/scale", doubles(features, Wide::scale), 1, n);
        String filled = graph.node("wide/filled", "Where", List.of(missing, fill, raw));
        String shifted = graph.node("wide/shifted", "Sub", List.of(filled, shift));
        String scaled = graph.node("wide/scaled", "Div", List.of(shifted, scale));
        blocks.add(single("wide/single", scaled));
        features.forEach(feature -> places.add(feature.offset()));
        if (features.stream().anyMatch(feature -> feature.of().indicator())) {
            blocks.add(single("wide/indicator", missing));
            features.forEach(feature -> places.add(feature.of().indicator() ? feature.offset() + 1 : -1));
        }
    }

    private String single(String name, String value) {
        return graph.node(name, "Cast", List.of(value), OnnxGraph.integer("to", TensorProto.DataType.FLOAT_VALUE));
    }

    private static double[] doubles(List<Placed<Wide>> features, ToDoubleFunction<Wide> field) {
        return features.stream()
                .mapToDouble(feature -> field.applyAsDouble(feature.of()))
                .toArray();
    }

    private void plains(List<Placed<Plain>> features) {
        if (!features.isEmpty()) {
            blocks.add(side("numbers/plain", inputsOf(features)));
            features.forEach(feature -> places.add(feature.offset()));
        }
    }

    private void dates(List<Placed<Date>> features) {
        if (features.isEmpty()) {
            return;
        }
        int n = features.size();
        String raw = side("dates/raw", inputsOf(features));
        String none = graph.longs("dates/none", new long[] {ColumnValues.Dates.MISSING});
        long[] fills =
                features.stream().mapToLong(feature -> feature.of().fill()).toArray();
        String missing = graph.node("dates/missing", "Equal", List.of(raw, none));
        String day = graph.node("dates/day", "Where", List.of(missing, graph.longs("dates/fill", fills, 1, n), raw));
        String factor = graph.longs("dates/year_factor", new long[] {Date.YEAR_FACTOR});
        cycle("dates/year", graph.node("dates/year/day", "Mul", List.of(day, factor)), Date.YEAR, features, 0);
        cycle("dates/week", day, Date.WEEK, features, 2);
    }

    /** Sine and cosine of 2π · (value mod period) / period; Mod of integers has the sign of the divisor. */
    private void cycle(String name, String value, long period, List<Placed<Date>> features, int offset) {
        String length = graph.longs(name + "/length", new long[] {period});
        String modulo = graph.node(name + "/modulo", "Mod", List.of(value, length));
        String place = graph.node(
                name + "/place", "Cast", List.of(modulo), OnnxGraph.integer("to", TensorProto.DataType.FLOAT_VALUE));
        String turn = graph.floats(name + "/turn", new float[] {TURN});
        String turned = graph.node(name + "/turned", "Mul", List.of(turn, place));
        String divisor = graph.floats(name + "/divisor", new float[] {period});
        String angle = graph.node(name + "/angle", "Div", List.of(turned, divisor));
        blocks.add(graph.node(name + "/sine", "Sin", List.of(angle)));
        features.forEach(feature -> places.add(feature.offset() + offset));
        blocks.add(graph.node(name + "/cosine", "Cos", List.of(angle)));
        features.forEach(feature -> places.add(feature.offset() + offset + 1));
    }

    private void category(Placed<Category> feature) {
        List<String> values = feature.of().values();
        String name = "categories/" + feature.input();
        // A LabelEncoder needs at least one key; without any, every value is unknown and its index 0.
        List<String> keys = values.isEmpty() ? List.of("") : values;
        List<Long> indexes = LongStream.range(0, keys.size()).boxed().toList();
        String index = graph.node(
                name + "/index",
                OnnxGraph.ML_DOMAIN,
                "LabelEncoder",
                List.of(feature.input()),
                OnnxGraph.texts("keys_strings", keys),
                OnnxGraph.integers("values_int64s", indexes),
                OnnxGraph.integer("default_int64", values.size()));
        String axis = graph.longs(name + "/axis", new long[] {1}, 1);
        String flat = graph.node(name + "/flat", "Squeeze", List.of(index, axis));
        String depth = graph.longs(name + "/depth", new long[] {feature.of().width()}, 1);
        String offOn = graph.floats(name + "/off_on", new float[] {0, 1}, 2);
        blocks.add(graph.node(name + "/one_hot", "OneHot", List.of(flat, depth, offOn), OnnxGraph.integer("axis", -1)));
        for (int i = 0; i < feature.of().width(); i++) {
            places.add(feature.offset() + i);
        }
    }

    private String inOrder(int width) {
        String joined = side("prepared/joined", blocks);
        long[] sources = new long[width];
        Arrays.fill(sources, -1);
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) >= 0) {
                sources[places.get(i)] = i;
            }
        }
        boolean ordered = places.size() == width && IntStream.range(0, width).allMatch(i -> sources[i] == i);
        if (ordered) {
            return joined;
        }
        String order = graph.longs("prepared/order", sources, width);
        return graph.node("prepared/vector", "Gather", List.of(joined, order), OnnxGraph.integer("axis", 1));
    }

    private String side(String name, List<String> columns) {
        return columns.size() == 1 ? columns.get(0) : graph.node(name, "Concat", columns, OnnxGraph.integer("axis", 1));
    }

    private static List<String> inputsOf(List<? extends Placed<?>> features) {
        return features.stream().<String>map(Placed::input).toList();
    }

    private enum Field {
        FILL,
        SHIFT,
        SCALE
    }

    private static float[] floats(List<Placed<Numeric>> features, Field field) {
        float[] values = new float[features.size()];
        for (int i = 0; i < values.length; i++) {
            Numeric numeric = features.get(i).of();
            values[i] = switch (field) {
                case FILL -> numeric.fill();
                case SHIFT -> numeric.shift();
                case SCALE -> numeric.scale();};
        }
        return values;
    }

    /** A feature, the graph's input that carries it, and where its first number stands in the input vector. */
    private record Placed<T>(T of, String input, int offset) {}
}
