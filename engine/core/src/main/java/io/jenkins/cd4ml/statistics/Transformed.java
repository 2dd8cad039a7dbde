package io.jenkins.cd4ml.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * Bounds of an increasing function of a figure, such as the root of a mean.
 *
 * @param rising applied to both bounds; it may also cut what lies outside of the figure's range
 */
public record Transformed(Bounds bounds, DoubleUnaryOperator rising) implements Bounds {

    /** Cut at the ends of a range. */
    public static Bounds within(Bounds bounds, double lowest, double highest) {
        return new Transformed(bounds, bound -> Math.min(highest, Math.max(lowest, bound)));
    }

    /** Of {@code whole} minus the figure, such as of a share from that of the others. */
    public static Bounds minus(double whole, Bounds bounds) {
        return new Bounds() {
            @Override
            public double lower(double tail) {
                return whole - bounds.upper(tail);
            }

            @Override
            public double upper(double tail) {
                return whole - bounds.lower(tail);
            }
        };
    }

    @Override
    public double lower(double tail) {
        return rising.applyAsDouble(bounds.lower(tail));
    }

    @Override
    public double upper(double tail) {
        return rising.applyAsDouble(bounds.upper(tail));
    }
}
