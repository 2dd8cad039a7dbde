package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.Interval;
import java.math.BigDecimal;
import java.util.Locale;

/** Numbers for people. */
final class Figures {
    private Figures() {}

    /** Three significant digits at most, no zeros at the end. */
    static String of(double value) {
        if (!Double.isFinite(value)) {
            return value > 0 ? "infinite" : "undefined";
        }
        return new BigDecimal(String.format(Locale.ROOT, "%.2e", value))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code 2.1 ms}. */
    static String millis(Double millis) {
        return millis == null ? "unknown" : of(millis) + " ms";
    }

    /** {@code 0.01 to 0.04 at 95 %}. */
    static String interval(Interval interval) {
        return of(interval.lower()) + " to " + of(interval.upper()) + " at " + Math.round(100 * interval.confidence())
                + " %";
    }
}
