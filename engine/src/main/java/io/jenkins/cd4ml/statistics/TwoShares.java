package io.jenkins.cd4ml.statistics;

import io.jenkins.cd4ml.protocol.Interval;

/**
 * The difference of two independent shares, with Newcombe's interval of it (<i>Statistics in Medicine</i> 17, 1998, method 10): from
 * Wilson's intervals (l, u) of both, d - sqrt((p1 - l1)² + (u2 - p2)²) to d + sqrt((u1 - p1)² + (p2 - l2)²).
 */
public record TwoShares(long right1, long rows1, long right2, long rows2) {
    private static final double LEVEL = 0.95;

    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /** The first share minus the second. */
    public double difference() {
        return share(right1, rows1) - share(right2, rows2);
    }

    /** At 95 %. */
    public Interval interval() {
        double p1 = share(right1, rows1);
        double p2 = share(right2, rows2);
        Interval first = wilson(right1, rows1);
        Interval second = wilson(right2, rows2);
        double d = p1 - p2;
        return new Interval(
                d - Math.hypot(p1 - first.lower(), second.upper() - p2),
                d + Math.hypot(first.upper() - p1, p2 - second.lower()),
                LEVEL);
    }

    /** Wilson's score interval. */
    static Interval wilson(long right, long rows) {
        double p = share(right, rows);
        double z2 = Z * Z / rows;
        double middle = (p + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(p * (1 - p) / rows + z2 / (4 * rows)) / (1 + z2);
        return new Interval(middle - half, middle + half, LEVEL);
    }

    private static double share(long right, long rows) {
        return (double) right / rows;
    }
}
