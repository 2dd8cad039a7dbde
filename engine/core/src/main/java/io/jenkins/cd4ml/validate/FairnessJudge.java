package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.metrics.FairnessName;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.validate.GroupComparison.Member;
import java.util.Comparator;
import java.util.List;

/**
 * Holds rules against groups. As other gates, one that cannot be judged is inconclusive, which is never a pass.
 *
 * @param minRows of a group to be compared
 * @param numbersHidden whether the numbers to predict are {@link HeldOut#hasSensitiveNumbers not to be told}
 */
record FairnessJudge(int minRows, boolean numbersHidden, String dataVersion, String modelVersion) {

    Check judge(FairnessRule rule, GroupComparison groups) {
        Evaluation.Figure figure = groups.figures().get(rule.name());
        String name = rule.name().id() + " by " + rule.column();
        String rows = " (" + Sentences.rows(groups.compared()) + small(groups) + ")";
        Interval interval = figure.interval();
        if (groups.comparedGroups().size() < 2) {
            return check(
                    rule,
                    Outcome.INCONCLUSIVE,
                    null,
                    null,
                    groups,
                    name + " cannot be judged: fewer than two groups have validate.minSliceRows " + minRows
                            + " rows or more");
        }
        if (!figure.defined()) {
            return check(
                    rule,
                    Outcome.INCONCLUSIVE,
                    null,
                    null,
                    groups,
                    name + " is undefined on these rows: a group lacks rows of the class, or of others" + rows);
        }
        if (rule.on() != Bound.ESTIMATE && interval == null) {
            return check(
                    rule,
                    Outcome.INCONCLUSIVE,
                    figure.value(),
                    null,
                    groups,
                    name + " " + Sentences.figure(figure.value()) + " has no interval to judge" + rows);
        }
        double decisive =
                switch (rule.on()) {
                    case ESTIMATE -> figure.value();
                    case LOWER -> interval.lower();
                    case UPPER -> interval.upper();
                };
        boolean holds = rule.holds(decisive);
        boolean weak = holds
                && rule.on() == Bound.ESTIMATE
                && interval != null
                && !rule.holds(rule.minimum() ? interval.lower() : interval.upper());
        String side = rule.minimum() ? holds ? "at least" : "below" : holds ? "at most" : "above";
        String bound =
                switch (rule.on()) {
                    case ESTIMATE -> "";
                    case LOWER -> ": its lower bound";
                    case UPPER -> ": its upper bound";
                };
        String message = (weak ? GateJudge.WEAK : "") + name + " "
                + Sentences.figure(figure.value(), interval, decisive, rule.limit()) + bound
                + " is " + side + " " + Sentences.plain(rule.limit())
                + (weak ? ", and its interval reaches " + (rule.minimum() ? "below" : "above") + " it" : "") + ": "
                + extremes(rule, groups) + rows;
        return check(rule, holds ? Outcome.PASSED : Outcome.FAILED, figure.value(), interval, groups, message);
    }

    /** {@code selection_rate 0.31 where sex is 1, 0.44 where sex is 2}. */
    private String extremes(FairnessRule rule, GroupComparison groups) {
        int rate = decidingRate(rule, groups);
        Comparator<Member> byRate = Comparator.comparingDouble(
                member -> member.rates().get(rate).figure().value());
        List<Member> compared = groups.comparedGroups();
        Member least = compared.stream().min(byRate).orElseThrow();
        Member most = compared.stream().max(byRate).orElseThrow();
        if (numbersHidden && rule.name() == FairnessName.MEAN_PREDICTION_DIFFERENCE) {
            return "the lowest " + least.group().place() + ", the highest "
                    + most.group().place();
        }
        return least.rates().get(rate).name() + " " + said(least, rate) + ", " + said(most, rate);
    }

    private static String said(Member member, int rate) {
        return Sentences.figure(member.rates().get(rate).figure().value()) + " "
                + member.group().place();
    }

    /** Which rate the figure speaks of; of equalized odds the one that differs more. */
    private static int decidingRate(FairnessRule rule, GroupComparison groups) {
        return switch (rule.name()) {
            case DEMOGRAPHIC_PARITY_DIFFERENCE, DEMOGRAPHIC_PARITY_RATIO, MEAN_PREDICTION_DIFFERENCE -> 0;
            case EQUAL_OPPORTUNITY_DIFFERENCE, MEAN_ERROR_DIFFERENCE -> 1;
            case MAE_DIFFERENCE, MAE_RATIO -> 2;
            case EQUALIZED_ODDS_DIFFERENCE -> spread(groups, 1) >= spread(groups, 2) ? 1 : 2;
            case EQUALIZED_ODDS_RATIO -> ratio(groups, 1) <= ratio(groups, 2) ? 1 : 2;
        };
    }

    private static double spread(GroupComparison groups, int rate) {
        return most(groups, rate) - least(groups, rate);
    }

    private static double ratio(GroupComparison groups, int rate) {
        return most(groups, rate) == 0 ? 1 : least(groups, rate) / most(groups, rate);
    }

    private static double least(GroupComparison groups, int rate) {
        return groups.comparedGroups().stream()
                .mapToDouble(member -> member.rates().get(rate).figure().value())
                .min()
                .orElse(0);
    }

    private static double most(GroupComparison groups, int rate) {
        return groups.comparedGroups().stream()
                .mapToDouble(member -> member.rates().get(rate).figure().value())
                .max()
                .orElse(0);
    }

    private static String small(GroupComparison groups) {
        long small = groups.groups().size() - groups.comparedGroups().size();
        return small == 0
                ? ""
                : "; " + small + (small == 1 ? " group is" : " groups are") + " too small to be compared";
    }

    private Check check(
            FairnessRule rule,
            Outcome outcome,
            Double value,
            Interval interval,
            GroupComparison groups,
            String message) {
        return new Check(
                rule.describe(),
                "fairness",
                outcome,
                value,
                rule.limit(),
                rule.comparison(),
                interval,
                (long) groups.compared(),
                dataVersion,
                modelVersion,
                message);
    }
}
