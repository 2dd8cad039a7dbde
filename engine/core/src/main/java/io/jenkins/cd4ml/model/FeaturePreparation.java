package io.jenkins.cd4ml.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * How one column becomes numbers, with everything that was fitted on the training rows. All arithmetic is in 32-bit floats,
 * in the order written here, so that training and the packaged graph agree.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FeaturePreparation.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = FeaturePreparation.Wide.class, name = "wide"),
    @JsonSubTypes.Type(value = FeaturePreparation.Plain.class, name = "plain"),
    @JsonSubTypes.Type(value = FeaturePreparation.Category.class, name = "category"),
    @JsonSubTypes.Type(value = FeaturePreparation.Date.class, name = "date"),
    @JsonSubTypes.Type(value = FeaturePreparation.Pixels.class, name = "pixels")
})
public sealed interface FeaturePreparation {

    String column();

    /** How many numbers the column becomes. */
    int width();

    /** For people: {@code median 2.1, standardised}. */
    String describe();

    /**
     * A number: missing values become {@code fill}, then {@code (x - shift) / scale}; where {@code indicator}, a second
     * number says 1 for missing and 0 otherwise.
     */
    record Numeric(String column, float fill, float shift, float scale, boolean indicator)
            implements FeaturePreparation {
        @Override
        public int width() {
            return indicator ? 2 : 1;
        }

        @Override
        public String describe() {
            return "missing as " + rounded(fill) + ", (x - " + rounded(shift) + ") / " + rounded(scale)
                    + (indicator ? ", missing indicator" : "");
        }

        /** Four digits are enough for people. */
        private static String rounded(double value) {
            BigDecimal decimal = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
            return Math.abs(value) < 1e7 && Math.abs(value) >= 1e-4 || value == 0
                    ? decimal.toPlainString()
                    : decimal.toString();
        }
    }

    /**
     * A number that 32-bit floats hold too coarsely, such as seconds since 1970: the same as {@link Numeric}, filled, shifted and scaled
     * as 64-bit floats and rounded to 32 bits last.
     *
     * @param fill null: a missing value stays missing
     */
    record Wide(String column, Double fill, double shift, double scale, boolean indicator)
            implements FeaturePreparation {
        @Override
        public int width() {
            return indicator ? 2 : 1;
        }

        /** The number that a missing value becomes, {@code NaN} where it stays missing. */
        public double filling() {
            return fill == null ? Double.NaN : fill;
        }

        @Override
        public String describe() {
            return (fill == null ? "missing stays missing" : "missing as " + fill) + ", (x - " + shift + ") / "
                    + Numeric.rounded(scale) + (indicator ? ", missing indicator" : "") + ", in 64 bits";
        }
    }

    /** A number as it is; a missing one stays missing, {@code NaN}. */
    record Plain(String column) implements FeaturePreparation {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public String describe() {
            return "as it is, missing stays missing";
        }
    }

    /**
     * The samples of an image, each by {@code (x - shift) / scale}; no image is missing.
     *
     * @param width how many
     */
    record Pixels(String column, int width, float shift, float scale) implements FeaturePreparation {
        @Override
        public String describe() {
            return "(x - " + Numeric.rounded(shift) + ") / " + Numeric.rounded(scale) + " of each sample";
        }
    }

    /**
     * A category as one-hot: one number for each of {@code values} (in this order), and a last one for everything else,
     * missing values included. A missing value is the empty text; where training rows had missing values, the empty text is one
     * of {@code values}.
     */
    record Category(String column, List<String> values) implements FeaturePreparation {
        @Override
        public int width() {
            return values.size() + 1;
        }

        @Override
        public String describe() {
            return "one-hot, " + values.size() + " values + unknown";
        }
    }

    /**
     * A date as its place in the year and in the week: {@code sin, cos} of 2π · ((day · 10,000) mod 3,652,425) / 3,652,425, then
     * {@code sin, cos} of 2π · (day mod 7) / 7, where day is the epoch day as a 64-bit integer and mod has the sign of the divisor;
     * a missing date becomes {@code fill} first. No trend: a model must not extrapolate the calendar.
     */
    record Date(String column, long fill) implements FeaturePreparation {
        /** Ten thousand mean Gregorian years, in days. */
        public static final long YEAR = 3_652_425L;

        /** Epoch days are multiplied by this before taking them modulo {@link #YEAR}. */
        public static final long YEAR_FACTOR = 10_000L;

        public static final long WEEK = 7L;

        @Override
        public int width() {
            return 4;
        }

        @Override
        public String describe() {
            return "sin and cos of the year and of the week, missing as " + java.time.LocalDate.ofEpochDay(fill);
        }
    }
}
