package io.jenkins.cd4ml.config;

/**
 * {@code train.xgboost:} how trees are grown, by XGBoost's own names. The number of trees (one for each class a round) is {@code
 * train.epochs}, the shrinkage {@code train.learningRate}, early stopping {@code train.patience}.
 *
 * @param maxDepth edges from the root to the deepest leaf
 * @param minChildWeight least sum of the loss's second derivatives in a leaf
 * @param subsample share of the rows that a tree sees
 * @param colsample share of the inputs that a tree sees
 * @param lambda L2 penalty on leaves
 * @param alpha L1 penalty on leaves
 * @param gamma least reduction of the loss that makes a split
 * @param maxBins steps that a number is divided into
 */
public record BoostSettings(
        Integer maxDepth,
        Double minChildWeight,
        Double subsample,
        Double colsample,
        Double lambda,
        Double alpha,
        Double gamma,
        Integer maxBins) {

    public static final BoostSettings DEFAULT = new BoostSettings(null, null, null, null, null, null, null, null);

    public BoostSettings {
        maxDepth = Defaults.of(maxDepth, 6);
        minChildWeight = Defaults.of(minChildWeight, 1.0);
        subsample = Defaults.of(subsample, 1.0);
        colsample = Defaults.of(colsample, 1.0);
        lambda = Defaults.of(lambda, 1.0);
        alpha = Defaults.of(alpha, 0.0);
        gamma = Defaults.of(gamma, 0.0);
        maxBins = Defaults.of(maxBins, 256);
    }
}
