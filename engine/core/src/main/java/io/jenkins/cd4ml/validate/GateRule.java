package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.config.ValidateSettings.Test;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.protocol.Interval;

/** One thing that a gate asks for: a gate with a minimum and a maximum makes two. */
sealed interface GateRule {
    MetricKey key();

    /** The column in each of whose slices it must hold; null: on all rows. */
    String slice();

    /** What the measured value is held against. */
    double limit();

    /** {@code >=} where the limit is the least allowed value, {@code <=} where it is the largest. */
    String comparison();

    /** The rule in words, the same in every build: {@code recall for malignant >= 0.95}. */
    String describe(Labels labels);

    /**
     * The estimate, or a bound of its interval, must not be below (above) a limit.
     *
     * @param minimum whether the limit is the least allowed value, else the largest
     */
    record Threshold(MetricKey key, boolean minimum, double limit, Bound on, String slice) implements GateRule {
        @Override
        public String comparison() {
            return minimum ? ">=" : "<=";
        }

        @Override
        public String describe(Labels labels) {
            String bound = on == Bound.ESTIMATE ? "" : ": " + bound();
            return Sentences.name(key, labels) + bound + " " + comparison() + " " + Sentences.plain(limit);
        }

        boolean holds(double value) {
            return minimum ? value >= limit : value <= limit;
        }

        /** {@code lower bound}. */
        String bound() {
            return on == Bound.LOWER ? "lower bound" : "upper bound";
        }
    }

    /**
     * The candidate must not be worse than another model by more than the margin.
     *
     * @param test what counts as shown
     * @param against {@code champion}, {@code best}, or a version's number
     */
    record Versus(MetricKey key, double margin, Test test, String slice, String against) implements GateRule {
        /** Against the champion. */
        Versus(MetricKey key, double margin, Test test, String slice) {
            this(key, margin, test, slice, References.CHAMPION);
        }

        boolean champion() {
            return against.equals(References.CHAMPION);
        }

        /** One word for each version that it may be compared with: the best version in one metric is another one than in the next. */
        String opponent(Labels labels) {
            return against.equals(References.BEST) ? against + " in " + Sentences.name(key, labels) : against;
        }

        /** {@code the champion}, {@code the best version}, {@code version 12}. */
        String other() {
            return champion()
                    ? "the champion"
                    : against.equals(References.BEST) ? "the best version so far" : "version " + against;
        }

        /** The difference candidate minus champion that is just accepted. */
        @Override
        public double limit() {
            return higher() ? 0 - margin : margin;
        }

        @Override
        public String comparison() {
            return higher() ? ">=" : "<=";
        }

        @Override
        public String describe(Labels labels) {
            return Sentences.name(key, labels) + " versus "
                    + (champion() || against.equals(References.BEST) ? against : "version " + against)
                    + (test == Test.NOT_SHOWN_WORSE ? ", not shown worse" : "")
                    + (margin == 0 ? "" : ", margin " + Sentences.plain(margin));
        }

        boolean higher() {
            return key.name().higherIsBetter();
        }

        /** The end of the interval that speaks most against the candidate. */
        double worst(Interval interval) {
            return higher() ? interval.lower() : interval.upper();
        }

        /** The end of the interval that speaks most for the candidate. */
        double best(Interval interval) {
            return higher() ? interval.upper() : interval.lower();
        }

        /** Whether a difference is within the margin. */
        boolean holds(double difference) {
            return higher() ? difference >= limit() : difference <= limit();
        }
    }
}
