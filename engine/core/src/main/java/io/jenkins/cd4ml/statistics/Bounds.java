package io.jenkins.cd4ml.statistics;

import io.jenkins.cd4ml.protocol.Interval;

/**
 * One-sided confidence bounds of a figure, each at a tail probability that the caller chooses: at 0.025 both together are the usual
 * 95 % interval, at 0.05 each is a one-sided test at 5 %. A tail is in (0, 0.5); tails as small as 1e-9 are meant to be asked for.
 */
public interface Bounds {

    /** What the figure exceeds, except with this probability at most. */
    double lower(double tail);

    /** What exceeds the figure, except with this probability at most. */
    double upper(double tail);

    /** Both bounds, each with this tail. */
    default Interval interval(double tail) {
        return new Interval(lower(tail), upper(tail), 1 - 2 * tail);
    }

    /** The two-sided interval of this confidence, in (0, 1). */
    default Interval of(double confidence) {
        double tail = (1 - confidence) / 2;
        return new Interval(lower(tail), upper(tail), confidence);
    }
}
