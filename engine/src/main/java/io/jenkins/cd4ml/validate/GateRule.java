package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.metrics.MetricKey;

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

    /** The candidate must not be worse than the champion by more than the margin, beyond doubt. */
    record VersusChampion(MetricKey key, double margin, String slice) implements GateRule {
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
            return Sentences.name(key, labels) + " versus champion"
                    + (margin == 0 ? "" : ", margin " + Sentences.plain(margin));
        }

        boolean higher() {
            return key.name().higherIsBetter();
        }
    }
}
