package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.ledger.ErrorSpending;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;

/**
 * Holds thresholds against what was measured. A threshold tests the estimate, or a bound of its interval; where there is nothing to
 * test, the gate is inconclusive, which is never a pass.
 *
 * <p>{@code place} names a slice within a sentence, with a blank before it; it is empty for all rows.
 *
 * @param dataVersion of the judged rows
 * @param modelVersion of the candidate
 * @param budget what earlier judgements on the same rows left
 */
record GateJudge(Labels labels, String dataVersion, String modelVersion, AlphaBudget budget) {
    /** How the message of a pass begins whose interval reaches across the threshold. */
    static final String WEAK = "a weak pass: ";

    private static final AlphaBudget WHOLE = new AlphaBudget(0.025);

    /** Of rows that have judged nothing before. */
    GateJudge(Labels labels, String dataVersion, String modelVersion) {
        this(labels, dataVersion, modelVersion, WHOLE);
    }

    Check judge(GateRule.Threshold rule, Evaluation evaluation, String place) {
        Evaluation.Figure figure = evaluation.figure(rule.key());
        Interval interval = figure.interval();
        int rows = evaluation.rows();
        if (!figure.defined()) {
            String message = name(rule, place) + " is undefined on these " + Sentences.rows(rows) + ": "
                    + Sentences.undefined(rule.key());
            return check(rule, place, Outcome.INCONCLUSIVE, null, null, rows, message);
        }
        if (rule.on() != Bound.ESTIMATE && interval == null) {
            String message = name(rule, place) + " " + Sentences.figure(figure.value()) + " has no " + rule.bound()
                    + " to judge: "
                    + (figure.tooFew() == null
                            ? "there are too few rows, or too few of the class, for an interval"
                            : figure.tooFew() + " for an interval")
                    + " (" + Sentences.rows(rows) + ")";
            return check(rule, place, Outcome.INCONCLUSIVE, figure.value(), null, rows, message);
        }
        double decisive =
                switch (rule.on()) {
                    case ESTIMATE -> figure.value();
                    case LOWER -> interval.lower();
                    case UPPER -> interval.upper();
                };
        boolean holds = rule.holds(decisive);
        String side = rule.minimum() ? holds ? "at least" : "below" : holds ? "at most" : "above";
        if (holds && rule.on() == Bound.ESTIMATE && budget.isCorrected()) {
            Double corrected = interval == null
                    ? null
                    : ErrorSpending.limit(
                            rule.limit(), rule.minimum(), figure.value(), interval, budget.tail(), budget.ordinary());
            boolean decided =
                    corrected != null && (rule.minimum() ? figure.value() >= corrected : figure.value() <= corrected);
            if (!decided) {
                return check(
                        rule,
                        place,
                        Outcome.INCONCLUSIVE,
                        figure.value(),
                        interval,
                        rows,
                        RowLedger.undecided(name(rule, place), rule, figure.value(), corrected, rows));
            }
        }
        boolean weak = holds
                && rule.on() == Bound.ESTIMATE
                && interval != null
                && !rule.holds(rule.minimum() ? interval.lower() : interval.upper());
        String message = (weak ? WEAK : "") + name(rule, place) + " "
                + Sentences.figure(figure.value(), interval, decisive, rule.limit())
                + (rule.on() == Bound.ESTIMATE ? "" : ": its " + rule.bound()) + " is " + side + " "
                + Sentences.plain(rule.limit())
                + (weak ? ", and its interval reaches " + (rule.minimum() ? "below" : "above") + " it" : "")
                + " (" + Sentences.rows(rows) + ")";
        return check(rule, place, holds ? Outcome.PASSED : Outcome.FAILED, figure.value(), interval, rows, message);
    }

    /** A slice in which the rule cannot be judged, for this reason (a clause). */
    Check skipped(GateRule rule, String place, int rows, String reason) {
        return check(rule, place, Outcome.SKIPPED, null, null, rows, name(rule, place) + " was not judged: " + reason);
    }

    /** No slice of the rule's column can be judged. */
    Check noSlice(GateRule rule, int minRows) {
        return undecided(
                rule,
                " in each slice of " + rule.slice(),
                null,
                "in no slice is the metric known on " + minRows + " rows or more");
    }

    /** The rule cannot be judged, for this reason (a clause). */
    Check undecided(GateRule rule, String place, Integer rows, String reason) {
        String message = name(rule, place) + " cannot be judged: " + reason;
        return check(rule, place, Outcome.INCONCLUSIVE, null, null, rows, message);
    }

    /** The check's name. */
    String describe(GateRule rule, String place) {
        return rule.describe(labels) + place;
    }

    String name(GateRule rule, String place) {
        return Sentences.name(rule.key(), labels) + place;
    }

    Check check(
            GateRule rule,
            String place,
            Outcome outcome,
            Double value,
            Interval interval,
            Integer rows,
            String message) {
        return new Check(
                describe(rule, place),
                rule.slice() == null ? "gate" : "slice",
                outcome,
                value,
                rule.limit(),
                rule.comparison(),
                interval,
                rows == null ? null : rows.longValue(),
                dataVersion,
                modelVersion,
                message);
    }
}
