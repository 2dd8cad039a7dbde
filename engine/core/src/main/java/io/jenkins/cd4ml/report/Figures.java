package io.jenkins.cd4ml.report;

import io.jenkins.cd4ml.protocol.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people: three significant digits, thousands separated; a dash where there is none. */
final class Figures {
    private static final String NONE = "-";

    private Figures() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 row}, {@code 1,461 rows}. */
    static String counted(long value, String unit) {
        return count(value) + " " + unit + (value == 1 ? "" : "s");
    }

    static String number(Double value) {
        if (value == null) {
            return NONE;
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 1e-4 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return size == Math.rint(size) ? count(Math.round(value)) : fixed(value, decimals(size));
    }

    /** A threshold, as somebody wrote it. */
    static String given(Double value) {
        return value == null
                ? NONE
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** {@code 0.910 [0.862, 0.948]}, all with the same decimals. */
    static String estimate(Double value, Interval interval) {
        if (value == null || interval == null) {
            return number(value);
        }
        double size = Math.max(Math.abs(value), Math.max(Math.abs(interval.lower()), Math.abs(interval.upper())));
        if (size < 1e-4 || size >= 1e7) {
            return number(value) + " [" + number(interval.lower()) + ", " + number(interval.upper()) + "]";
        }
        int decimals = decimals(size);
        return fixed(value, decimals) + " [" + fixed(interval.lower(), decimals) + ", "
                + fixed(interval.upper(), decimals) + "]";
    }

    static String percent(Double share) {
        return share == null
                ? NONE
                : new BigDecimal(share * 100)
                                .round(new MathContext(3))
                                .stripTrailingZeros()
                                .toPlainString() + " %";
    }

    static String millis(Double value) {
        return value == null ? NONE : number(value) + " ms";
    }

    static String bytes(long size) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = size;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 ? count(size) : fixed(value, decimals(value))) + " " + units[unit];
    }

    private static int decimals(double size) {
        return size == 1 ? 3 : Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
