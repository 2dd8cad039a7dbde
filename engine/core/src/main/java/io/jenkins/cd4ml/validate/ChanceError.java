package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.Test;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Sensitivity;
import io.jenkins.cd4ml.statistics.PairedPower;

/**
 * How far chance moves a paired difference on some rows.
 *
 * @param interval of the difference
 * @param error standard error, from the interval's width
 * @param rows that the metric speaks of: those of a class for recall and its kin
 */
record ChanceError(Interval interval, double error, int rows, AlphaBudget budget) {

    /**
     * Of a measured difference. No interval is narrower than the one that Tango's method gives where both models answer every row alike: a
     * few rows without a difference do not show that there is none.
     *
     * @param rows that the metric speaks of
     * @return null where the difference has no interval
     */
    static ChanceError of(MetricName name, PairedEvaluation.Difference difference, int rows, AlphaBudget budget) {
        if (difference.interval() == null || rows == 0) {
            return null;
        }
        PairedPower power = new PairedPower(budget.tail());
        double scale = name.highest() == 1 && name.lowest() == 0
                ? 1
                : Math.max(Math.abs(difference.candidate()), Math.abs(difference.champion()));
        double least = power.leastLoss(rows) * scale;
        Interval measured = difference.interval();
        Interval interval = new Interval(
                Math.min(measured.lower(), difference.value() - least),
                Math.max(measured.upper(), difference.value() + least),
                measured.confidence());
        double error = (interval.upper() - interval.lower()) / 2 / power.z();
        return new ChanceError(interval, error, rows, budget);
    }

    /** What the rows could have shown of a rule. */
    Sensitivity sensitivity(String check, GateRule.Versus rule, String better) {
        PairedPower power = new PairedPower(budget.tail());
        long needed = power.rows(error * Math.sqrt(rows), rule.margin());
        return new Sensitivity(
                check,
                power.smallestMargin(error),
                needed == Long.MAX_VALUE ? null : needed,
                rule.test() == Test.NOT_SHOWN_WORSE
                        ? power.passUnlessShownWorse(error, rule.margin())
                        : power.pass(error, rule.margin()),
                better);
    }
}
