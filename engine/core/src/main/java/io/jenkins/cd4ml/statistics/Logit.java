package io.jenkins.cd4ml.statistics;

/**
 * Bounds of a figure between 0 and 1 on the logit scale, where they cannot leave its range: logit(value) -+ t s / (value (1 - value)), by the delta
 * method, with Student's quantile (Pepe, <i>The Statistical Evaluation of Medical Tests</i>, 2003, for areas under ROC curves).
 *
 * @param value between 0 and 1, ends excluded
 * @param standardError of the value
 * @param degrees of freedom of the standard error
 */
public record Logit(double value, double standardError, double degrees) implements Bounds {

    @Override
    public double lower(double tail) {
        double odds = Math.log(value / (1 - value));
        return 1 / (1 + Math.exp(-(odds - Normal.t(tail, degrees) * standardError / (value * (1 - value)))));
    }

    @Override
    public double upper(double tail) {
        return 1 - new Logit(1 - value, standardError, degrees).lower(tail);
    }
}
