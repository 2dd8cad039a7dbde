/**
 * Evaluates a model on rows that it has not seen: metrics, intervals, gates, comparison with the champion, slices,
 * fairness, explanations.
 */
package io.jenkins.cd4ml.validate;
