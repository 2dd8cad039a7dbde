package io.jenkins.cd4ml.statistics;

/**
 * The ratio of two independent figures that are 0 or more, first by second, from the bounds of each: MOVER for ratios (Donner and Zou,
 * <i>Statistical Methods in Medical Research</i> 21, 2012). Infinite above where the second may be 0.
 */
public record RatioBounds(double first, Bounds ofFirst, double second, Bounds ofSecond) implements Bounds {

    @Override
    public double lower(double tail) {
        double l = ofFirst.lower(tail);
        double u = ofSecond.upper(tail);
        double product = first * second;
        double root = Math.sqrt(Math.max(0, product * product - l * u * (2 * first - l) * (2 * second - u)));
        double by = u * (2 * second - u);
        // where the upper bound is twice the figure, or more, the equation has its other sign: nothing but 0 is certain
        return by > 0 ? Math.max(0, (product - root) / by) : 0;
    }

    @Override
    public double upper(double tail) {
        double u = ofFirst.upper(tail);
        double l = ofSecond.lower(tail);
        double product = first * second;
        double root = Math.sqrt(Math.max(0, product * product - u * l * (2 * first - u) * (2 * second - l)));
        double by = l * (2 * second - l);
        return by > 0 ? (product + root) / by : Double.POSITIVE_INFINITY;
    }
}
