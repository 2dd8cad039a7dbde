package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.protocol.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Numbers as people read them in a sentence. */
final class Sentences {
    /** The smallest double has its first digit at the 324th decimal. */
    private static final int MOST_DECIMALS = 330;

    /** Smaller numbers that need more decimals than so many are written with a power of ten. */
    private static final int MOST_PLAIN = 6;

    private static final double SMALLEST_PLAIN = 1e-4;

    private Sentences() {}

    /** {@code recall for malignant}, {@code accuracy}. */
    static String name(MetricKey key, Labels labels) {
        String label = labels.shown(key);
        return key.name().id() + (label == null ? "" : " for " + label);
    }

    /** A number in the shortest notation: {@code 0.95}, {@code 30}, {@code 1e-9}. */
    static String plain(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        if (exact.signum() == 0) {
            return "0";
        }
        return Math.abs(value) < 1e-6
                ? scientific(exact)
                : exact.stripTrailingZeros().toPlainString();
    }

    /** {@code 0.83}, {@code 52.1}, {@code 1,250}: three significant digits, two below 1; {@code 0.996}, not {@code 1.00}. */
    static String figure(double value) {
        return number(value, decimals(value));
    }

    /** {@code 0.83 [0.77, 0.88]}; without an interval only the value. */
    static String figure(double value, Interval interval) {
        return withInterval(value, interval, decimals(value, interval), false);
    }

    /**
     * Like {@link #figure(double, Interval)}, with as many digits as it takes to see on which side of the threshold {@code
     * decisive} (the value or one of the bounds) lies: no "0.95 is below 0.95".
     */
    static String figure(double value, Interval interval, double decisive, double threshold) {
        return withInterval(value, interval, telling(decimals(value, interval), decisive, threshold), false);
    }

    /** A difference, {@code -0.06 [-0.09, -0.03]}, {@code +1.2}, with digits as above. */
    static String difference(double value, Interval interval, double decisive, double threshold) {
        return withInterval(value, interval, telling(decimals(value, interval), decisive, threshold), true);
    }

    /** {@code 1 row}, {@code 1,461 rows}. */
    static String rows(long rows) {
        return String.format(Locale.ROOT, "%,d %s", rows, rows == 1 ? "row" : "rows");
    }

    /** Why a metric is undefined on some rows, a clause. */
    static String undefined(MetricKey key) {
        return switch (key.name()) {
            case ROC_AUC -> (key.label() == null ? "each" : "the") + " class needs rows of its own and of others";
            case MAPE -> "an actual number is 0, and it divides by it";
            case R2 -> "it needs two rows at least";
            default -> "there is no row of the class";
        };
    }

    private static String withInterval(double value, Interval interval, int decimals, boolean signed) {
        String number = (signed && value > 0 ? "+" : "") + number(value, decimals);
        return interval == null
                ? number
                : number + " [" + number(interval.lower(), decimals) + ", " + number(interval.upper(), decimals) + "]";
    }

    private static int telling(int decimals, double decisive, double threshold) {
        int enough = decimals;
        int side = (int) Math.signum(decisive - threshold);
        while (enough < MOST_DECIMALS
                && side
                        != new BigDecimal(number(decisive, enough).replace(",", ""))
                                .compareTo(BigDecimal.valueOf(threshold))) {
            enough++;
        }
        return enough;
    }

    private static int decimals(double value, Interval interval) {
        return interval == null ? decimals(value) : decimals(value, interval.lower(), interval.upper());
    }

    private static int decimals(double... values) {
        double largest = DoubleStream.of(values).map(Math::abs).max().orElseThrow();
        int exponent = largest == 0 ? 0 : (int) Math.floor(Math.log10(largest));
        int decimals = Math.min(MOST_DECIMALS, exponent >= 0 ? Math.max(0, 2 - exponent) : 1 - exponent);
        for (double value : values) {
            // almost perfect is not perfect: 0.996, not 1.00
            while (Math.abs(value) < 1
                    && Math.abs(value) > SMALLEST_PLAIN
                    && decimals < MOST_DECIMALS
                    && number(Math.abs(value), decimals).startsWith("1")) {
                decimals++;
            }
        }
        return decimals;
    }

    private static String number(double value, int decimals) {
        if (decimals > MOST_PLAIN && Math.abs(value) < SMALLEST_PLAIN) {
            BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
            return rounded.signum() == 0 ? "0" : scientific(rounded);
        }
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        // no "-0.00"
        return text.matches("-[0.,]*") ? text.substring(1) : text;
    }

    /** {@code 2.1e-9}. */
    private static String scientific(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        return plain.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
}
