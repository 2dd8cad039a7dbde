package io.jenkins.cd4ml.statistics;

import io.jenkins.cd4ml.protocol.Interval;

/**
 * The difference of two independent shares, with Newcombe's interval of it (<i>Statistics in Medicine</i> 17, 1998, method 10): from
 * Wilson's intervals (l, u) of both, d - sqrt((p1 - l1)² + (u2 - p2)²) to d + sqrt((u1 - p1)² + (p2 - l2)²).
 */
public record TwoShares(double right1, double rows1, double right2, double rows2) implements Bounds {
    private static final double LEVEL = 0.95;

    /** The first share minus the second. */
    public double difference() {
        return right1 / rows1 - right2 / rows2;
    }

    /** At 95 %. */
    public Interval interval() {
        return of(LEVEL);
    }

    @Override
    public double lower(double tail) {
        return combined().lower(tail);
    }

    @Override
    public double upper(double tail) {
        return combined().upper(tail);
    }

    private RecoveredDifference combined() {
        return new RecoveredDifference(
                right1 / rows1, new Wilson(right1, rows1), right2 / rows2, new Wilson(right2, rows2), 0);
    }

    private record Wilson(double hits, double rows) implements Bounds {
        @Override
        public double lower(double tail) {
            return Proportion.wilsonLower(hits, rows, tail);
        }

        @Override
        public double upper(double tail) {
            return Proportion.wilsonUpper(hits, rows, tail);
        }
    }
}
