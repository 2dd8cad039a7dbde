package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * Counts in adjacent bins.
 *
 * @param edges n + 1 ascending edges; bin i holds edges[i] <= x < edges[i + 1], the last bin its upper edge too
 * @param counts n counts
 */
public record Histogram(List<Double> edges, List<Long> counts) {}
