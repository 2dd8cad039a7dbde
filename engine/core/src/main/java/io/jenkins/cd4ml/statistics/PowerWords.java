package io.jenkins.cd4ml.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures of {@link PairedPower} as people read them, no more exact than they are. */
public final class PowerWords {
    private PowerWords() {}

    /** A smallest margin, rounded up so that it still holds: {@code 0.08}, {@code 0.13}, {@code 3.3}. */
    public static String upwards(double value) {
        return plain(roundedUp(value));
    }

    /** The same as a number. */
    public static double roundedUp(double value) {
        int digits = Math.abs(value) < 0.1 ? 1 : 2;
        return BigDecimal.valueOf(value)
                .round(new MathContext(digits, RoundingMode.CEILING))
                .doubleValue();
    }

    /** A number of rows to three digits: {@code 1,960}. */
    public static String about(long rows) {
        return String.format(
                Locale.ROOT,
                "%,d",
                new BigDecimal(rows)
                        .round(new MathContext(3, RoundingMode.HALF_UP))
                        .longValue());
    }

    /** {@code 0.18}; no certainty where there is none. */
    public static String probability(double value) {
        return value < 0.005 ? "below 0.01" : value >= 0.995 ? "above 0.99" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String plain(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
