package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Category;
import io.jenkins.cd4ml.model.FeaturePreparation.Date;
import io.jenkins.cd4ml.model.FeaturePreparation.Numeric;
import io.jenkins.cd4ml.model.FeaturePreparation.Plain;
import io.jenkins.cd4ml.model.FeaturePreparation.Wide;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From rows to the network's input. What is fitted is fitted on the training rows alone: nothing of the rows that judge a
 * model may reach it.
 */
public final class Preparation {
    private static final float TWO_PI = (float) (2 * Math.PI);

    private Preparation() {}

    /**
     * Fits the preparation of each feature on those rows.
     *
     * @throws InputException where a feature has no value in any of them
     */
    public static List<FeaturePreparation> fit(TrainSettings settings, List<String> features, Table table, int[] rows) {
        return features.stream()
                .map(feature -> {
                    Column column = column(table, feature);
                    requireNoImage(settings, column);
                    Elements elements = Elements.of(column, table.column(feature), rows);
                    if (elements.present() == 0) {
                        throw empty(feature, rows.length);
                    }
                    return fit(settings, column, elements);
                })
                .toList();
    }

    /**
     * The inputs of the network: a row for each of {@code rows}, as the Javadoc of {@link FeaturePreparation} says, in 32-bit
     * floats throughout.
     *
     * @throws InputException where the table lacks a column or holds other values in it than the model was trained on
     */
    public static float[][] matrix(List<FeaturePreparation> preparations, Table table, int[] rows) {
        return tensor(preparations, table, rows).rows();
    }

    /** The same matrix [rows, inputs] in one piece. */
    static Tensor tensor(List<FeaturePreparation> preparations, Table table, int[] rows) {
        int width = preparations.stream().mapToInt(FeaturePreparation::width).sum();
        long size = (long) rows.length * width;
        if (size > Integer.MAX_VALUE - 8) {
            throw new InputException(
                    rows.length + " rows of " + width
                            + " inputs are more than one matrix holds (2,147,483,639 numbers); use fewer rows, or fewer categories");
        }
        float[] values = new float[(int) size];
        int offset = 0;
        for (FeaturePreparation preparation : preparations) {
            Column column = column(table, preparation.column());
            fill(preparation, Elements.of(column, table.column(column.name()), rows), values, offset, width);
            offset += preparation.width();
        }
        return Tensor.matrix(rows.length, width, values);
    }

    static InputException empty(String feature, int rows) {
        return new InputException("feature column " + feature + " has no value in any of the " + rows
                + " training rows; add it to data.exclude, or widen split.train");
    }

    /** Whole images are no numbers of a row. */
    static void requireNoImage(TrainSettings settings, Column column) {
        if (column.type() == ColumnType.IMAGE) {
            throw InputException.ofKey(
                    "train.algorithm",
                    settings.algorithm().name().toLowerCase(Locale.ROOT) + " does not read the images of column "
                            + column.name() + ", which are too large to be a column a pixel: use cnn, or a smaller size"
                            + " in data.images with convert: true");
        }
    }

    private static FeaturePreparation fit(TrainSettings settings, Column column, Elements elements) {
        if (elements instanceof Elements.Numbers numbers) {
            return NumericFit.of(settings, column.name(), column.sensitive(), numbers);
        }
        if (elements instanceof Elements.Days days) {
            return new Date(column.name(), column.sensitive() ? mean(days.values()) : median(days.values()));
        }
        return CategoryFit.of(settings, column.name(), ((Elements.Texts) elements).values());
    }

    /** The mean, which need not be a date that occurred. */
    private static long mean(long[] days) {
        return Math.round(Arrays.stream(days)
                .filter(day -> day != RowCodec.MISSING_DAY)
                .average()
                .orElseThrow());
    }

    /** The lower median: a date that occurred. */
    private static long median(long[] days) {
        long[] present = Arrays.stream(days)
                .filter(day -> day != RowCodec.MISSING_DAY)
                .sorted()
                .toArray();
        return present[(present.length - 1) / 2];
    }

    private static void fill(FeaturePreparation preparation, Elements elements, float[] values, int offset, int width) {
        if (preparation instanceof Numeric numeric && elements instanceof Elements.Numbers numbers) {
            fill(numeric, numbers.values(), values, offset, width);
        } else if (preparation instanceof Wide wide && elements instanceof Elements.Numbers numbers) {
            fill(wide, numbers.exact(), values, offset, width);
        } else if (preparation instanceof Plain && elements instanceof Elements.Numbers numbers) {
            for (int row = 0; row < numbers.values().length; row++) {
                values[row * width + offset] = numbers.values()[row];
            }
        } else if (preparation instanceof Category category && elements instanceof Elements.Texts texts) {
            fill(category, texts.values(), values, offset, width);
        } else if (preparation instanceof Date date && elements instanceof Elements.Days days) {
            fill(date, days.values(), values, offset, width);
        } else {
            throw new InputException("column " + preparation.column() + " holds " + elements.kind()
                    + " here, and the model was trained on " + trainedOn(preparation)
                    + "; declare its type in data.columns, or train again");
        }
    }

    private static void fill(Numeric numeric, float[] numbers, float[] values, int offset, int width) {
        for (int row = 0; row < numbers.length; row++) {
            boolean missing = Float.isNaN(numbers[row]);
            int at = row * width + offset;
            values[at] = ((missing ? numeric.fill() : numbers[row]) - numeric.shift()) / numeric.scale();
            if (numeric.indicator()) {
                values[at + 1] = missing ? 1 : 0;
            }
        }
    }

    private static void fill(Wide wide, double[] numbers, float[] values, int offset, int width) {
        for (int row = 0; row < numbers.length; row++) {
            boolean missing = Double.isNaN(numbers[row]);
            int at = row * width + offset;
            values[at] = (float) (((missing ? wide.filling() : numbers[row]) - wide.shift()) / wide.scale());
            if (wide.indicator()) {
                values[at + 1] = missing ? 1 : 0;
            }
        }
    }

    private static void fill(Category category, String[] texts, float[] values, int offset, int width) {
        Map<String, Integer> index = new HashMap<>();
        category.values().forEach(value -> index.put(value, index.size()));
        int unknown = category.values().size();
        for (int row = 0; row < texts.length; row++) {
            values[row * width + offset + index.getOrDefault(texts[row], unknown)] = 1;
        }
    }

    private static void fill(Date date, long[] days, float[] values, int offset, int width) {
        for (int row = 0; row < days.length; row++) {
            long day = days[row] == RowCodec.MISSING_DAY ? date.fill() : days[row];
            int at = row * width + offset;
            circle(Math.floorMod(day * Date.YEAR_FACTOR, Date.YEAR), Date.YEAR, values, at);
            circle(Math.floorMod(day, Date.WEEK), Date.WEEK, values, at + 2);
        }
    }

    /** Both numbers are below 2^24, so 32-bit floats hold them; StrictMath gives the same bits on every machine. */
    private static void circle(long place, long period, float[] values, int at) {
        float angle = TWO_PI * place / period;
        values[at] = (float) StrictMath.sin(angle);
        values[at + 1] = (float) StrictMath.cos(angle);
    }

    private static String trainedOn(FeaturePreparation preparation) {
        return preparation instanceof Numeric || preparation instanceof Wide || preparation instanceof Plain
                ? "numbers"
                : preparation instanceof Date ? "dates" : "text";
    }

    private static Column column(Table table, String name) {
        return table.schema()
                .find(name)
                .orElseThrow(() -> new InputException(
                        "the model reads the column " + name + ", which the data has not; its columns are "
                                + table.schema().names()));
    }
}
