/**
 * Drift: whether new rows still look like those a model was trained on. Statistics on plain arrays first ({@link io.jenkins.cd4ml.statistics.Distances},
 * {@link SampleDistances}, {@link SignificanceTests}, {@link EffectSizes}), numerically those of Evidently and SciPy; then the
 * stage ({@link CheckDrift}) that chooses among them column by column.
 */
package io.jenkins.cd4ml.drift;
