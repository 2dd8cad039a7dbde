/** Metrics of classifiers and regressions on plain arrays, as scikit-learn defines them. */
package io.jenkins.cd4ml.metrics;
