package io.jenkins.cd4ml.leak;

/**
 * How well one feature alone gives the answer.
 *
 * @param measure {@code ROC AUC}, {@code balanced accuracy}, {@code rank correlation} or {@code R²}
 * @param value of that measure, 1 where it gives the answer away; NaN where it could not be measured
 * @param chance what a feature without any relation reaches, with room for luck
 */
record FeatureScore(String column, String measure, double value, double chance) {
    private static final double CERTAIN = 0.99;

    boolean certain() {
        return value > CERTAIN;
    }

    /** Whether it says something of the answer. */
    boolean predictive() {
        return value > chance;
    }
}
