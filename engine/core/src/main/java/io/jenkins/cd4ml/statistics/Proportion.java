package io.jenkins.cd4ml.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Confidence bounds of a binomial proportion. From {@value #EXACT_BELOW} rows on Wilson's score interval (<i>Journal of the American
 * Statistical Association</i> 22, 1927), except for the bound towards the nearer end where at most {@value #RARE} rows are on that side: there
 * Wilson's covers as little as 84 % (Brown, Cai, DasGupta, <i>Statistical Science</i> 16, 2001, who replace it likewise), and the exact
 * bound of Clopper and Pearson (<i>Biometrika</i> 26, 1934) is taken, as it is for fewer rows.
 *
 * <p>Counts need not be whole: correlated rows count as their effective number (Korn and Graubard, <i>Survey Methodology</i> 24, 1998).
 *
 * @param hits 0 to {@code rows}
 * @param rows more than 0
 */
public record Proportion(double hits, double rows) implements Bounds {
    /** Fewer rows than this have the exact interval. */
    public static final int EXACT_BELOW = 50;

    /** So many hits, or misses, or fewer have an exact bound on their side. */
    public static final int RARE = 10;

    public Proportion {
        if (!(rows > 0 && hits >= 0 && hits <= rows)) {
            throw new IllegalArgumentException(hits + " of " + rows + " is not a proportion");
        }
    }

    /** The share of hits. */
    public double value() {
        return hits / rows;
    }

    @Override
    public double lower(double tail) {
        return hits == 0
                ? 0
                : rows < EXACT_BELOW || hits <= RARE ? exactLower(hits, rows, tail) : wilsonLower(hits, rows, tail);
    }

    @Override
    public double upper(double tail) {
        return 1 - new Proportion(rows - hits, rows).lower(tail);
    }

    /** The lower end of Wilson's score interval. */
    public static double wilsonLower(double hits, double rows, double tail) {
        double z = Normal.z(tail);
        double p = hits / rows;
        double z2 = z * z / rows;
        // at 0 exactly 0, and never above the estimate
        return hits == 0 ? 0 : (p + z2 / 2 - z * Math.sqrt(p * (1 - p) / rows + z2 / (4 * rows))) / (1 + z2);
    }

    /** The upper end of Wilson's score interval. */
    public static double wilsonUpper(double hits, double rows, double tail) {
        return 1 - wilsonLower(rows - hits, rows, tail);
    }

    /** Clopper and Pearson: the quantile of the beta distribution with parameters hits and misses + 1. */
    public static double exactLower(double hits, double rows, double tail) {
        return hits == 0 ? 0 : BetaDistribution.of(hits, rows - hits + 1).inverseCumulativeProbability(tail);
    }
}
