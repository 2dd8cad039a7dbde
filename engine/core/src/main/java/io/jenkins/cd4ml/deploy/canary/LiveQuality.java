package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.statistics.Normal;
import io.jenkins.cd4ml.statistics.StratifiedTest;
import io.jenkins.cd4ml.statistics.TwoByTwo;
import io.jenkins.cd4ml.statistics.TwoErrors;
import io.jenkins.cd4ml.statistics.TwoShares;
import java.util.List;

/**
 * How right both versions were for callers of their own, where a row cannot be asked again because the request log does not have all of
 * it. The callers are different ones, so the two figures are independent, and it takes more labels than on the same rows.
 */
record LiveQuality(double maxDrop, StepChecks checks) {
    private static final double Z = 1.959963984540054;

    Check of(Measurement step) {
        String name = step.numbers() ? "rmse" : "accuracy";
        LiveLabels.Side ours = step.labels().candidate();
        LiveLabels.Side theirs = step.labels().champion();
        long fewest = step.numbers()
                ? Math.min(ours.errors().rows(), theirs.errors().rows())
                : Math.min(ours.rows(), theirs.rows());
        if (fewest == 0) {
            return checks.tooFew(step, name, 0, "no label came for one of the two versions");
        }
        return step.numbers() ? rmse(step, ours, theirs) : accuracy(step, ours, theirs);
    }

    private Check accuracy(Measurement step, LiveLabels.Side ours, LiveLabels.Side theirs) {
        TwoShares shares = new TwoShares(ours.right(), ours.rows(), theirs.right(), theirs.rows());
        double p = new StratifiedTest(List.of(new TwoByTwo(
                        ours.rows() - ours.right(), ours.rows(), theirs.rows() - theirs.right(), theirs.rows())))
                .pValue();
        Outcome outcome =
                StepChecks.outcome(p <= step.level(), shares.interval().lower() >= -maxDrop);
        return checks.check(
                step,
                "accuracy",
                outcome,
                shares.difference(),
                -maxDrop,
                shares.interval(),
                ours.rows(),
                "accuracy " + Figures.of((double) ours.right() / ours.rows()) + " against "
                        + Figures.of((double) theirs.right() / theirs.rows())
                        + " of the champion by labels that callers sent"
                        + ", each its own callers: " + Figures.of(shares.difference()) + " ("
                        + Figures.interval(shares.interval()) + ")" + sentence(outcome)
                        + rows(ours.rows(), theirs.rows()));
    }

    private Check rmse(Measurement step, LiveLabels.Side ours, LiveLabels.Side theirs) {
        TwoErrors errors = new TwoErrors(ours.errors(), theirs.errors());
        Interval interval = errors.interval();
        boolean shown = interval == null
                ? errors.increase() > 0
                : Math.log1p(interval.lower()) + (Z - Normal.z(step.level())) * spread(interval) > 0;
        boolean excluded = interval == null ? errors.increase() <= maxDrop : interval.upper() <= maxDrop;
        Outcome outcome = StepChecks.outcome(shown, excluded);
        return checks.check(
                step,
                "rmse",
                outcome,
                errors.increase(),
                maxDrop,
                interval,
                ours.errors().rows(),
                "RMSE " + Figures.of(ours.errors().rmse()) + " against "
                        + Figures.of(theirs.errors().rmse())
                        + " of the champion by labels that callers sent, each its own callers: relative increase "
                        + Figures.of(errors.increase())
                        + (interval == null ? "" : " (" + Figures.interval(interval) + ")") + sentence(outcome)
                        + rows(ours.errors().rows(), theirs.errors().rows()));
    }

    /** The standard error of the logarithm that an interval has been made of. */
    private static double spread(Interval interval) {
        return (Math.log1p(interval.upper()) - Math.log1p(interval.lower())) / (2 * Z);
    }

    private String sentence(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> ", a loss of " + Figures.of(maxDrop) + " is excluded";
            case FAILED -> ", a loss is shown, and " + Figures.of(maxDrop) + " is not excluded";
            default -> ", not shown whether it is worse by " + Figures.of(maxDrop);
        };
    }

    private static String rows(long ours, long theirs) {
        return " (" + ours + " and " + theirs + " labelled rows)";
    }
}
