package io.jenkins.cd4ml.protocol;

/**
 * How much trees made of one column. A column that became several inputs counts as one.
 *
 * @param splits that ask about it, over all trees
 * @param gain mean reduction of the training's loss by such a split, as XGBoost's importance type {@code gain}
 * @param cover mean sum of the loss's second derivatives over the training rows that reached such a split, as {@code cover}
 * @param share of the whole reduction, over all columns, 0 to 1
 */
public record FeatureImportance(String column, long splits, double gain, double cover, double share) {}
