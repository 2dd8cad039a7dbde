package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.statistics.Normal;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Accuracy, or for numbers the RMSE, by labels that callers sent, on rows that both versions have answered. For classes the exact test of
 * McNemar over the rows on which one of the two is right; for numbers the sum of the differences of the squared errors over the root
 * of the sum of their squares, which is symmetric where both are alike whatever the tails are (Efron, 1969).
 */
record QualityCheck(StepChecks checks, double maxDrop, boolean waitsForLabels) {

    Check of(Measurement step) {
        if (step.rehearsed()) {
            return rehearsed(step);
        }
        String name = step.numbers() ? "rmse" : "accuracy";
        if (step.champion() == null) {
            return checks.skipped(step, name, null, null, "there is no champion to compare with");
        }
        if (step.pairs() == null && step.labels() != null) {
            return new LiveQuality(maxDrop, checks).of(step);
        }
        if (step.labelled() == 0) {
            return waitsForLabels
                    ? checks.tooFew(step, name, 0, "no label came, so " + name + " was not compared")
                    : checks.skipped(step, name, null, null, "no label came, so " + name + " was not compared");
        }
        return step.pairs().numbers() ? rmse(step) : accuracy(step);
    }

    private Check accuracy(Measurement step) {
        PairedRows pairs = step.pairs();
        PairedDifference difference = pairs.difference();
        long lost = pairs.lost();
        long either = lost + pairs.gained();
        double p = lost == 0 ? 1 : BinomialDistribution.of((int) either, 0.5).survivalProbability((int) lost - 1);
        double half = difference.value() - difference.interval().lower();
        Outcome outcome =
                StepChecks.outcome(p <= step.level(), difference.interval().lower() >= -maxDrop);
        return checks.check(
                step,
                "accuracy",
                outcome,
                difference.value(),
                -maxDrop,
                difference.interval(),
                step.labelled(),
                "accuracy " + Figures.of(difference.candidate()) + " against " + Figures.of(difference.champion())
                        + " of the champion on the same rows: "
                        + sentence(outcome, Figures.of(difference.value()), difference.interval())
                        + seen(outcome, half, step.labelled()) + "; only the champion is right on " + lost
                        + ", only the candidate on " + pairs.gained() + " of " + step.labelled() + " labelled rows");
    }

    private Check rmse(Measurement step) {
        PairedDifference difference = step.pairs().difference();
        Interval interval = difference.interval();
        double upper = interval == null ? difference.value() : interval.upper();
        Outcome outcome = StepChecks.outcome(pValue(step.pairs()) <= step.level(), upper <= maxDrop);
        return checks.check(
                step,
                "rmse",
                outcome,
                difference.value(),
                maxDrop,
                interval,
                step.labelled(),
                "RMSE " + Figures.of(difference.candidate()) + " against " + Figures.of(difference.champion())
                        + " of the champion on the same rows: relative increase "
                        + sentence(outcome, Figures.of(difference.value()), interval)
                        + seen(outcome, upper - difference.value(), step.labelled())
                        + " (" + step.labelled() + " labelled rows)");
    }

    private String sentence(Outcome outcome, String value, Interval interval) {
        String range = value + (interval == null ? "" : " (" + Figures.interval(interval) + ")");
        return range
                + switch (outcome) {
                    case PASSED -> ", a loss of " + Figures.of(maxDrop) + " is excluded";
                    case FAILED -> ", a loss is shown, and " + Figures.of(maxDrop) + " is not excluded";
                    default -> ", not shown whether it is worse by " + Figures.of(maxDrop);
                };
    }

    private String seen(Outcome outcome, double half, long rows) {
        return outcome == Outcome.INCONCLUSIVE ? Seen.of(half, maxDrop, rows, "labelled rows") : "";
    }

    /** Of larger squared errors of the candidate. */
    private static double pValue(PairedRows pairs) {
        double[] ours = pairs.errors(true);
        double[] theirs = pairs.errors(false);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < ours.length; i++) {
            double difference = ours[i] * ours[i] - theirs[i] * theirs[i];
            sum += difference;
            squares += difference * difference;
        }
        return squares == 0 ? 1 : Normal.tail(sum / Math.sqrt(squares));
    }

    /** What validateModel's rows show of it is known before the canary. */
    private Check rehearsed(Measurement step) {
        PairedAnswers answers = step.answers();
        String name = answers.task() == Task.CLASSIFICATION ? "accuracy" : "rmse";
        PairedDifference difference = step.champion() == null ? null : answers.difference();
        Double own = step.champion() == null
                ? answers.quality(true)
                : difference == null ? null : (Double) difference.candidate();
        String figures = own == null
                ? "no row to measure " + name + " on"
                : name + " " + Figures.of(own)
                        + (difference == null
                                ? ""
                                : " against " + Figures.of(difference.champion()) + " of the champion");
        return checks.skipped(
                step,
                name,
                difference == null ? own : (Double) difference.value(),
                own == null ? null : (Long) (difference == null ? answers.judged() : difference.rows()),
                "rehearsed: " + figures + "; validateModel read these held-out rows too, so they are no new evidence");
    }
}
