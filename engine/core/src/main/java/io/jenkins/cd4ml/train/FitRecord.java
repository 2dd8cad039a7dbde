package io.jenkins.cd4ml.train;

import java.util.Map;

/**
 * What is kept of a fit whose model is not: how good it was on the judged rows.
 *
 * @param metrics of the judged rows, by name; undefined ones are not there
 * @param bestEpoch that was kept; {@code seconds} that training took
 */
record FitRecord(Map<String, Double> metrics, int bestEpoch, double seconds) {}
