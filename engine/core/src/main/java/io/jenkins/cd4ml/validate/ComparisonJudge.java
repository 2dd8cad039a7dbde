package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.FirstModel;
import io.jenkins.cd4ml.config.ValidateSettings.Test;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Sensitivity;
import io.jenkins.cd4ml.statistics.PowerWords;

/**
 * Holds comparisons against what was measured. A pass is evidence: the whole interval of the difference is at least minus the margin
 * (non-inferiority). Where the whole interval lies beyond it the candidate is shown to be worse, and the gate fails; between the two it
 * is inconclusive. {@code test: notShownWorse} asks for less: it passes in both of the other cases.
 *
 * @param policy for a model without any other to compare it with
 */
record ComparisonJudge(GateJudge gates, FirstModel policy, AlphaBudget budget) {
    /** Where an equal model passes less often than this, the message of an undecided gate says so. */
    private static final double LIKELY = 0.5;

    /**
     * A check with what the rows could have shown.
     *
     * @param asked null where no comparison could be made
     */
    record Compared(Check check, Sensitivity sensitivity, EqualModels.Asked asked) {
        static Compared of(Check check) {
            return new Compared(check, null, null);
        }
    }

    /** Judges a difference on some rows. */
    Compared judge(GateRule.Versus rule, Pairing.Paired paired, Pairing pairing, String place) {
        ChanceError error = paired.errors().get(rule.key());
        int rows = paired.rows().length;
        if (rows > 0 && pairing.isOneModel(gates.modelVersion())) {
            String message = gates.name(rule, place) + " is not worse than " + rule.other()
                    + "'s: both are one model, with the same parameters and the same answers ("
                    + Sentences.rows(rows) + ")";
            return Compared.of(gates.check(rule, place, Outcome.PASSED, 0.0, null, rows, message));
        }
        if (error == null) {
            String tooFew = paired.evaluation().difference(rule.key()).tooFew();
            String reason = rows == 0
                    ? "one of the two models was trained on each of its rows"
                    : "on these " + Sentences.rows(rows) + " the difference has no interval, since "
                            + (tooFew == null ? "there are too few rows, or too few of a class" : tooFew);
            return Compared.of(gates.undecided(rule, place, rows, reason));
        }
        SharperMetric sharper =
                SharperMetric.of(rule, paired.evaluation(), paired.errors(), pairing.uninformed(paired.rows()));
        Compared compared = judge(
                rule,
                paired.evaluation().difference(rule.key()),
                error,
                sharper == null ? null : sharper.clause(rule),
                place,
                rows);
        EqualModels.Asked asked = new EqualModels.Asked(rule, paired.rows(), error.error());
        return new Compared(compared.check, compared.sensitivity, asked);
    }

    /**
     * Judges a difference.
     *
     * @param error how far chance moves it
     * @param better a metric that sees more, a clause; null for none
     * @param rows that both models were judged on
     */
    Compared judge(
            GateRule.Versus rule,
            PairedEvaluation.Difference difference,
            ChanceError error,
            String better,
            String place,
            int rows) {
        Interval interval = error.interval();
        Sensitivity could = error.sensitivity(gates.describe(rule, place), rule, better);
        boolean shown = rule.holds(rule.worst(interval));
        boolean worse = !rule.holds(rule.best(interval));
        Outcome outcome = shown
                ? Outcome.PASSED
                : worse ? Outcome.FAILED : rule.test() == Test.NOT_SHOWN_WORSE ? Outcome.PASSED : Outcome.INCONCLUSIVE;
        String limit = Sentences.plain(rule.limit());
        String by = rule.margin() == 0 ? "" : " by more than " + Sentences.plain(rule.margin());
        double decisive = worse ? rule.best(interval) : rule.worst(interval);
        String message = gates.name(rule, place) + " " + Sentences.figure(difference.candidate())
                + (shown
                        ? " is not worse than "
                        : worse
                                ? " is worse than "
                                : outcome == Outcome.PASSED ? " is not shown to be worse than " : " may be worse than ")
                + rule.other() + "'s " + Sentences.figure(difference.champion()) + by + ": the difference "
                + Sentences.difference(difference.value(), interval, decisive, rule.limit())
                + (shown
                        ? rule.higher() ? " is at least " : " is at most "
                        : worse
                                ? " lies wholly " + (rule.higher() ? "below " : "above ")
                                : " reaches " + (rule.higher() ? "below " : "above "))
                + limit + " (" + Sentences.rows(rows) + ")"
                + (shown || worse ? "" : "; " + settled(rule, could, gates.labels()));
        return new Compared(
                gates.check(rule, place, outcome, difference.value(), interval, rows, message), could, null);
    }

    /**
     * The two cannot be compared. Where no model serves there is nothing to compare with, and the policy for first models decides; any
     * other reason leaves open what had to be shown.
     */
    Check withoutComparison(GateRule.Versus rule, String place, Opponent opponent) {
        if (opponent.reference() != null) {
            return gates.undecided(rule, place, null, "it was not compared, since " + opponent.reason());
        }
        boolean accept = policy == FirstModel.ACCEPT;
        String message = gates.name(rule, place) + " was not compared: " + opponent.reason() + " (validate.firstModel: "
                + (accept ? "accept" : "reject") + ")";
        return gates.check(rule, place, accept ? Outcome.SKIPPED : Outcome.FAILED, null, null, null, message);
    }

    /** What would settle it. */
    static String settled(GateRule.Versus rule, Sensitivity could, Labels labels) {
        String smallest = PowerWords.upwards(could.smallestLoss());
        String rows = could.rowsNeeded() == null
                ? "without a margin no number of rows shows that an equal model is not worse: give the gate"
                : "for " + Sentences.plain(rule.margin()) + " it takes about " + PowerWords.about(could.rowsNeeded())
                        + " rows" + (labels.shown(rule.key()) == null ? "" : " of the class")
                        + " or";
        return "these rows can exclude a loss of " + smallest + "; " + rows + " a margin of " + smallest
                + (could.better() == null ? "" : ", or " + could.better())
                + (could.passIfEqual() < LIKELY
                        ? ". Even an equal model passes with probability " + PowerWords.probability(could.passIfEqual())
                        : "");
    }
}
