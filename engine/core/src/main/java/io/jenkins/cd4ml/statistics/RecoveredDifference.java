package io.jenkins.cd4ml.statistics;

/**
 * The difference of two figures from the bounds of each: MOVER, the method of variance estimates recovery (Zou and Donner, <i>Statistics in
 * Medicine</i> 27, 2008; Zou, <i>Psychological Methods</i> 12, 2007, for correlated figures), which for independent proportions with
 * Wilson's bounds is Newcombe's method 10. The lower bound is d - sqrt(a² - 2 r a b + b²), where a is how far the first figure's lower bound
 * is from it, b how far the second one's upper bound, and r the correlation of the two estimates.
 *
 * @param correlation of both estimates, -1 to 1; 0 where they are independent
 */
public record RecoveredDifference(double first, Bounds ofFirst, double second, Bounds ofSecond, double correlation)
        implements Bounds {

    /** First minus second. */
    public double value() {
        return first - second;
    }

    @Override
    public double lower(double tail) {
        return value() - reach(first - ofFirst.lower(tail), ofSecond.upper(tail) - second);
    }

    @Override
    public double upper(double tail) {
        return value() + reach(ofFirst.upper(tail) - first, second - ofSecond.lower(tail));
    }

    private double reach(double a, double b) {
        return Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
    }
}
