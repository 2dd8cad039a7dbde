package io.jenkins.cd4ml.drift;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in sentences. */
final class Figures {
    private static final int DIGITS = 3;
    private static final int MOST_DIGITS = 17;

    private Figures() {}

    /** Three significant digits, without trailing zeros: {@code 0.75}, {@code 1.4e-10}. */
    static String of(double value) {
        return of(value, DIGITS);
    }

    /** With as many digits as it takes to see on which side of the threshold it lies: no "0.05 < 0.05". */
    static String of(double value, double threshold) {
        int digits = DIGITS;
        while (digits < MOST_DIGITS
                && value != threshold
                && rounded(value, digits).doubleValue() == threshold) {
            digits++;
        }
        return of(value, digits);
    }

    /** {@code 12 %}, {@code 0.4 %}. */
    static String percent(double share) {
        return of(100 * share) + " %";
    }

    /** {@code 1,096}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String of(double value, int digits) {
        BigDecimal rounded = rounded(value, digits);
        boolean plain = value == 0 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6;
        if (plain) {
            return rounded.toPlainString();
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    private static BigDecimal rounded(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    }
}
