package io.jenkins.cd4ml.statistics;

/**
 * Score bounds of an area under a ROC curve from the area and the two numbers of rows alone (Newcombe, <i>Statistics in Medicine</i> 25, 2006,
 * 559-573, method 5): |area - a| = z sqrt(V(a)) with Hanley and McNeil's variance V(a) = a (1 - a) (1 + (N - 1) ((1 - a) / (2 - a) + a / (1 + a))) / (m n),
 * N = (m + n) / 2. It needs no spread, so it answers where the area is 1.
 *
 * @param hits m, rows of the class
 * @param others n, rows of other classes
 */
public record RocAreaScore(double area, double hits, double others) implements Bounds {

    @Override
    public double lower(double tail) {
        double z = Normal.z(tail);
        return Math.min(area, PairedProportions.root(a -> area - a - z * Math.sqrt(variance(a)), 0, area));
    }

    @Override
    public double upper(double tail) {
        return 1 - new RocAreaScore(1 - area, hits, others).lower(tail);
    }

    private double variance(double a) {
        double larger = (hits + others) / 2 - 1;
        return a * (1 - a) * (1 + larger * ((1 - a) / (2 - a) + a / (1 + a))) / (hits * others);
    }
}
