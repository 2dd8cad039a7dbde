package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.config.ValidateSettings.FirstModel;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;

/**
 * Holds rules against what was measured. A rule that cannot be judged fails: a gate is what a model must show. The one
 * exception has a policy of its own: without a champion to compare with, {@code firstModel} decides.
 *
 * <p>{@code place} names a slice within a sentence, with a blank before it; it is empty for all rows.
 *
 * @param dataVersion of the judged rows
 * @param modelVersion of the candidate
 */
record GateJudge(Labels labels, FirstModel policy, String dataVersion, String modelVersion) {

    Check judge(GateRule.Threshold rule, Evaluation evaluation, String place) {
        Evaluation.Figure figure = evaluation.figure(rule.key());
        Interval interval = figure.interval();
        int rows = evaluation.rows();
        if (!figure.defined()) {
            String message = name(rule, place) + " is undefined on these " + Sentences.rows(rows) + ": "
                    + Sentences.undefined(rule.key());
            return check(rule, place, Outcome.FAILED, null, null, rows, message);
        }
        if (rule.on() != Bound.ESTIMATE && interval == null) {
            String message = name(rule, place) + " " + Sentences.figure(figure.value()) + " has no " + rule.bound()
                    + " to judge: there are too few rows, or too few of the class, for an interval ("
                    + Sentences.rows(rows) + ")";
            return check(rule, place, Outcome.FAILED, figure.value(), null, rows, message);
        }
        double decisive =
                switch (rule.on()) {
                    case ESTIMATE -> figure.value();
                    case LOWER -> interval.lower();
                    case UPPER -> interval.upper();
                };
        boolean holds = rule.holds(decisive);
        String side = rule.minimum() ? holds ? "at least" : "below" : holds ? "at most" : "above";
        String message = name(rule, place) + " "
                + Sentences.figure(figure.value(), interval, decisive, rule.limit())
                + (rule.on() == Bound.ESTIMATE ? "" : ": its " + rule.bound()) + " is " + side + " "
                + Sentences.plain(rule.limit()) + " (" + Sentences.rows(rows) + ")";
        return check(rule, place, holds ? Outcome.PASSED : Outcome.FAILED, figure.value(), interval, rows, message);
    }

    Check judge(GateRule.VersusChampion rule, PairedEvaluation evaluation, String place) {
        PairedEvaluation.Difference difference = evaluation.difference(rule.key());
        Interval interval = difference.interval();
        int rows = evaluation.rows();
        if (interval == null) {
            return withoutChampion(
                    rule,
                    place,
                    "on these " + Sentences.rows(rows)
                            + " the difference has no interval, since there are too few rows,"
                            + " or too few of a class");
        }
        double decisive = rule.higher() ? interval.upper() : interval.lower();
        boolean worse = rule.higher() ? decisive < rule.limit() : decisive > rule.limit();
        String limit = Sentences.plain(rule.limit());
        String message = name(rule, place) + " " + Sentences.figure(difference.candidate())
                + (worse ? " is worse" : " is not clearly worse") + " than the champion's "
                + Sentences.figure(difference.champion()) + ": the difference "
                + Sentences.difference(difference.value(), interval, decisive, rule.limit())
                + (worse
                        ? " lies wholly " + (rule.higher() ? "below " : "above ") + limit
                        : " reaches " + limit + (rule.higher() ? " or more" : " or less"))
                + " (" + Sentences.rows(rows) + ")";
        return check(rule, place, worse ? Outcome.FAILED : Outcome.PASSED, difference.value(), interval, rows, message);
    }

    /** What the policy says where the comparison cannot be made, for this reason (a clause). */
    Check withoutChampion(GateRule.VersusChampion rule, String place, String reason) {
        boolean accept = policy == FirstModel.ACCEPT;
        String message = name(rule, place) + " was not held against a champion: " + reason + " (validate.firstModel: "
                + (accept ? "accept" : "reject") + ")";
        return check(rule, place, accept ? Outcome.SKIPPED : Outcome.FAILED, null, null, null, message);
    }

    /** A slice in which the rule cannot be judged, for this reason (a clause). */
    Check skipped(GateRule rule, String place, int rows, String reason) {
        return check(rule, place, Outcome.SKIPPED, null, null, rows, name(rule, place) + " was not judged: " + reason);
    }

    /** No slice of the rule's column can be judged. */
    Check noSlice(GateRule rule, int minRows) {
        String place = " in each slice of " + rule.slice();
        String reason = "in no slice is the metric known on " + minRows + " rows or more";
        return rule instanceof GateRule.VersusChampion versus
                ? withoutChampion(versus, place, reason)
                : check(
                        rule,
                        place,
                        Outcome.FAILED,
                        null,
                        null,
                        null,
                        name(rule, place) + " cannot be judged: " + reason);
    }

    private String name(GateRule rule, String place) {
        return Sentences.name(rule.key(), labels) + place;
    }

    private Check check(
            GateRule rule,
            String place,
            Outcome outcome,
            Double value,
            Interval interval,
            Integer rows,
            String message) {
        return new Check(
                rule.describe(labels) + place,
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
