package io.jenkins.cd4ml.metrics;

/**
 * Which figure of a sample.
 *
 * @param label index of the class it speaks of; null for the whole, and for the positive class of a binary task
 */
public record MetricKey(MetricName name, Integer label) {

    public static MetricKey of(MetricName name) {
        return new MetricKey(name, null);
    }
}
