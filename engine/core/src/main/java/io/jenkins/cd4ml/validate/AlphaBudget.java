package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings;

/**
 * The one-sided error that a gate's interval may make. The one place that decides on it: where the same rows have judged models before,
 * less of it is left.
 *
 * @param tail such as 0.025, which is the lower end of a 95 % interval
 * @param ordinary the same for rows that have judged nothing
 */
record AlphaBudget(double tail, double ordinary) {
    AlphaBudget {
        if (!(tail > 0 && tail < 0.5)) {
            throw new IllegalArgumentException("tail " + tail);
        }
    }

    /** Of rows that have judged nothing. */
    AlphaBudget(double tail) {
        this(tail, tail);
    }

    /** Whether earlier judgements leave less than there was. */
    boolean isCorrected() {
        return tail < ordinary;
    }

    /** What {@code validate.confidence} leaves, half on either side. */
    static AlphaBudget of(ValidateSettings settings) {
        return new AlphaBudget((1 - settings.confidence()) / 2);
    }

    /** Confidence of the two-sided interval with that tail on either side. */
    double confidence() {
        return 1 - 2 * tail;
    }
}
