package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A model with every kind of feature in mixed order and with awkward names, and rows with every awkward value. */
public final class SampleModel {
    static final List<FeaturePreparation> FEATURES = List.of(
            new FeaturePreparation.Category("sky é", List.of("", "clear", "cloudy", "naïve ☂")),
            new FeaturePreparation.Numeric("temp max", 12.5f, 12.1f, 7.3f, true),
            new FeaturePreparation.Date("date", LocalDate.of(2013, 7, 1).toEpochDay()),
            new FeaturePreparation.Numeric("temp_max", -1f, 3f, 0.3f, false),
            new FeaturePreparation.Category("label", List.of("1", "2")),
            new FeaturePreparation.Numeric("9lives", 0.1f, 0f, 1f, true),
            new FeaturePreparation.Date("TEMP.max", LocalDate.of(1969, 2, 28).toEpochDay()),
            new FeaturePreparation.Category("never seen", List.of()));

    static final List<LocalDate> DATES = java.util.Arrays.asList(
            LocalDate.of(1970, 1, 1),
            LocalDate.of(1969, 12, 31),
            LocalDate.of(1900, 2, 28),
            LocalDate.of(1600, 2, 29),
            LocalDate.of(1582, 10, 4),
            LocalDate.of(2012, 2, 29),
            LocalDate.of(2100, 3, 1),
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31),
            null);

    static final TrainingKeys KEYS = TrainingKeys.of(new long[] {3, -1, 7});

    private SampleModel() {}

    public static ModelSpec classifier(ModelSpec.Activation activation) {
        int width = FEATURES.stream().mapToInt(FeaturePreparation::width).sum();
        return new ModelSpec(
                "mlp",
                Task.CLASSIFICATION,
                "weather",
                List.of("no", "yes", "ünsure"),
                FEATURES,
                List.of(
                        new ModelSpec.Layer(width, 7, activation),
                        new ModelSpec.Layer(7, 5, activation),
                        new ModelSpec.Layer(5, 3, ModelSpec.Activation.NONE)),
                0,
                1,
                KEYS.sha256());
    }

    public static ModelSpec regression() {
        int width = FEATURES.stream().mapToInt(FeaturePreparation::width).sum();
        return new ModelSpec(
                "linear",
                Task.REGRESSION,
                "progression",
                List.of(),
                FEATURES,
                List.of(new ModelSpec.Layer(width, 1, ModelSpec.Activation.NONE)),
                152.1f,
                77.5f,
                KEYS.sha256());
    }

    /** The model with parameters that the seed decides. */
    public static ModelFolder trained(ModelSpec spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DenseParameters> parameters = new ArrayList<>();
        for (ModelSpec.Layer layer : spec.layers()) {
            float[] weight = floats(random, layer.inputs() * layer.outputs());
            parameters.add(new DenseParameters(
                    Tensor.matrix(layer.outputs(), layer.inputs(), weight),
                    Tensor.vector(floats(random, layer.outputs()))));
        }
        return new ModelFolder(spec, parameters, KEYS);
    }

    /** Its signature. */
    public static Signature signature(ModelSpec spec) {
        return Signature.of(spec, rows(0).schema());
    }

    /** Rows that go through all values of each column at different paces. */
    public static Table rows(int count) {
        String[] sky = new String[count];
        double[] warm = new double[count];
        long[] date = new long[count];
        double[] cold = new double[count];
        String[] label = new String[count];
        double[] lives = new double[count];
        long[] other = new long[count];
        String[] never = new String[count];
        long[] keys = new long[count];
        String[] skies = {"clear", "cloudy", "naïve ☂", "unknown", null};
        for (int i = 0; i < count; i++) {
            sky[i] = skies[i % 5];
            warm[i] = i % 7 == 0 ? Double.NaN : 1.1 * i - 20;
            date[i] = day(DATES.get(i % DATES.size()));
            cold[i] = i % 3 == 0 ? Double.NaN : 0.1 * i;
            label[i] = List.of("1", "2", "3").get(i / 2 % 3);
            lives[i] = i % 2 == 0 ? Double.NaN : -i;
            other[i] = day(DATES.get(i / 3 % DATES.size()));
            never[i] = i % 2 == 0 ? null : "text";
            keys[i] = i;
        }
        Schema schema = new Schema(List.of(
                new Column("label", ColumnType.CATEGORY, false),
                new Column("temp max", ColumnType.DECIMAL, false),
                new Column("temp_max", ColumnType.DECIMAL, false),
                new Column("TEMP.max", ColumnType.DATE, false),
                new Column("9lives", ColumnType.INTEGER, false),
                new Column("date", ColumnType.DATE, false),
                new Column("never seen", ColumnType.CATEGORY, false),
                new Column("sky é", ColumnType.CATEGORY, false)));
        return new Table(
                schema,
                List.of(
                        new ColumnValues.Texts(label),
                        new ColumnValues.Numbers(warm),
                        new ColumnValues.Numbers(cold),
                        new ColumnValues.Dates(other),
                        new ColumnValues.Numbers(lives),
                        new ColumnValues.Dates(date),
                        new ColumnValues.Texts(never),
                        new ColumnValues.Texts(sky)),
                keys);
    }

    private static long day(LocalDate date) {
        return date == null ? ColumnValues.Dates.MISSING : date.toEpochDay();
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-0.7, 0.7);
        }
        return values;
    }
}
