package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.TwoErrors;
import io.jenkins.cd4ml.statistics.TwoShares;

/**
 * How right both versions were for callers of their own, by labels that were sent back. The callers are different ones, so the two
 * figures are independent. See docs/deploy-canary.md for the formulas.
 */
record LiveQuality(DeploySettings settings, StepChecks checks) {

    Check of(Measurement step) {
        String name = step.numbers() ? "rmse" : "accuracy";
        if (step.labels() == null) {
            return checks.skipped(step, name, null, null, "live traffic has no known labels");
        }
        LiveLabels.Side ours = step.labels().candidate();
        LiveLabels.Side theirs = step.labels().champion();
        long fewest = step.numbers()
                ? Math.min(ours.errors().rows(), theirs.errors().rows())
                : Math.min(ours.rows(), theirs.rows());
        if (fewest < settings.requests()) {
            return checks.tooFew(step, name, fewest);
        }
        return step.numbers() ? rmse(step, ours, theirs) : accuracy(step, ours, theirs);
    }

    private Check accuracy(Measurement step, LiveLabels.Side ours, LiveLabels.Side theirs) {
        double limit = settings.analysis().maxAccuracyDrop();
        TwoShares shares = new TwoShares(ours.right(), ours.rows(), theirs.right(), theirs.rows());
        boolean passed = shares.interval().upper() >= -limit;
        return checks.check(
                step,
                "accuracy",
                passed,
                shares.difference(),
                -limit,
                shares.interval(),
                ours.rows(),
                "accuracy " + Figures.of((double) ours.right() / ours.rows()) + " against "
                        + Figures.of((double) theirs.right() / theirs.rows())
                        + " of the champion by labels that callers sent: the interval of the difference, "
                        + Figures.interval(shares.interval()) + (passed ? ", is not below " : ", is below ")
                        + Figures.of(-limit) + rows(ours.rows(), theirs.rows()));
    }

    private Check rmse(Measurement step, LiveLabels.Side ours, LiveLabels.Side theirs) {
        double limit = settings.analysis().maxAccuracyDrop();
        TwoErrors errors = new TwoErrors(ours.errors(), theirs.errors());
        Interval interval = errors.interval();
        boolean passed = interval == null ? errors.increase() <= limit : interval.lower() <= limit;
        return checks.check(
                step,
                "rmse",
                passed,
                errors.increase(),
                limit,
                interval,
                ours.errors().rows(),
                "RMSE " + Figures.of(ours.errors().rmse()) + " against "
                        + Figures.of(theirs.errors().rmse())
                        + " of the champion by labels that callers sent: the relative increase, "
                        + (interval == null ? Figures.of(errors.increase()) : Figures.interval(interval))
                        + (passed ? ", is not above " : ", is above ") + Figures.of(limit)
                        + rows(ours.errors().rows(), theirs.errors().rows()));
    }

    private static String rows(long ours, long theirs) {
        return " (" + ours + " and " + theirs + " labelled rows)";
    }
}
