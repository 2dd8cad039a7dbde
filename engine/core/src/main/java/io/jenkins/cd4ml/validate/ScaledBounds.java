package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.Bounds;
import io.jenkins.cd4ml.statistics.Normal;

/**
 * Bounds at any tail from an interval at one confidence, where nothing else is known: each bound's distance from the estimate grows as the normal
 * quantile does.
 */
record ScaledBounds(double value, Interval interval) implements Bounds {

    @Override
    public double lower(double tail) {
        return value - (value - interval.lower()) * scale(tail);
    }

    @Override
    public double upper(double tail) {
        return value + (interval.upper() - value) * scale(tail);
    }

    private double scale(double tail) {
        return Normal.z(tail) / Normal.z((1 - interval.confidence()) / 2);
    }
}
