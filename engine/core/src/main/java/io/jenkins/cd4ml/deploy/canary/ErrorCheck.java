package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.statistics.Normal;
import io.jenkins.cd4ml.statistics.Proportion;
import io.jenkins.cd4ml.statistics.StratifiedTest;
import io.jenkins.cd4ml.statistics.TwoByTwo;
import io.jenkins.cd4ml.statistics.TwoProportions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Requests without a prediction, against the champion in the same blocks of time; those of a first version, which has no champion, against
 * an absolute limit. See docs/canary-checks.md.
 */
record ErrorCheck(StepChecks checks, double maxIncrease, double maxRate) {
    private static final String NAME = "error increase";
    private static final double CONFIDENCE = 0.95;

    Check of(Measurement step) {
        return step.champion() == null ? alone(step) : compared(step);
    }

    private Check compared(Measurement step) {
        List<TrafficBlock> strata = Strata.of(step.blocks());
        TwoProportions difference = new TwoProportions(Strata.errors(strata));
        long ours = strata.stream().mapToLong(s -> s.candidate().asked()).sum();
        long theirs = strata.stream().mapToLong(s -> s.champion().asked()).sum();
        if (!difference.compares()) {
            return checks.tooFew(
                    step,
                    NAME,
                    ours,
                    "errors cannot be compared, for no request of the champion came at the same time as one of the"
                            + " candidate's");
        }
        Interval interval = difference.interval(CONFIDENCE, new StratifiedTest(Strata.errors(strata)).inflation());
        double increase = difference.difference();
        boolean shown = shown(step);
        Outcome outcome = StepChecks.outcome(shown, interval.upper() <= maxIncrease);
        return checks.check(
                step,
                NAME,
                outcome,
                increase,
                maxIncrease,
                interval,
                ours,
                sentence(outcome, interval, increase, ours)
                        + ": "
                        + Figures.of(rate(strata, true)) + " against " + Figures.of(rate(strata, false))
                        + " of the champion, " + ours + " and " + theirs + " requests in " + strata.size()
                        + (strata.size() == 1 ? " block" : " blocks") + " of time");
    }

    /**
     * In the whole canary; at this step alone, for what comes with more traffic must not be hidden by what was before; or outside of the
     * times in which both have many errors, which would hide a few more. Each has its part of the level.
     */
    private static boolean shown(Measurement step) {
        List<TwoByTwo> all = Strata.errors(Strata.of(step.blocks()));
        List<List<TwoByTwo>> tests = new ArrayList<>(List.of(all, Strata.quiet(all)));
        if (step.hasEarlierSteps()) {
            tests.add(Strata.errors(Strata.of(step.thisStep())));
        }
        return tests.stream().anyMatch(tables -> pValue(tables) <= step.level() / tests.size());
    }

    /** Exact, and not smaller than with the variance that there is between the blocks. */
    private static double pValue(List<TwoByTwo> tables) {
        StratifiedTest test = new StratifiedTest(tables);
        return Math.max(test.pValue(), Normal.tail(test.score() / Math.sqrt(test.inflation())));
    }

    private String sentence(Outcome outcome, Interval interval, double increase, long requests) {
        String range = Figures.of(increase) + " (" + Figures.interval(interval) + ")";
        return switch (outcome) {
            case PASSED -> "more errors by " + Figures.of(maxIncrease) + " are excluded, the difference is " + range;
            case FAILED -> "more errors are shown, by " + range + ", and " + Figures.of(maxIncrease)
                    + " is not excluded";
            default -> "not shown whether there are more errors by " + Figures.of(maxIncrease) + ", the difference is "
                    + range + Seen.of(interval.upper() - increase, maxIncrease, requests, "requests");
        };
    }

    private static double rate(List<TrafficBlock> strata, boolean ofCandidate) {
        long errors = 0;
        long asked = 0;
        for (TrafficBlock stratum : strata) {
            TrafficBlock.Side side = ofCandidate ? stratum.candidate() : stratum.champion();
            errors += side.errors();
            asked += side.asked();
        }
        return (double) errors / Math.max(1, asked);
    }

    private Check alone(Measurement step) {
        long asked = step.candidateAsked();
        long errors = step.candidateErrors();
        if (asked == 0) {
            return checks.tooFew(step, "error rate", 0, "there was no request");
        }
        double rate = (double) errors / asked;
        Interval interval = new Proportion(errors, asked).of(CONFIDENCE);
        boolean shown = maxRate < 1
                && errors > 0
                && BinomialDistribution.of((int) asked, maxRate).survivalProbability((int) errors - 1) <= step.level();
        // A first version has nothing to be as good as: the estimate passes, what is shown to be above the limit fails.
        Outcome outcome = shown ? Outcome.FAILED : rate <= maxRate ? Outcome.PASSED : Outcome.INCONCLUSIVE;
        return checks.check(
                step,
                "error rate",
                outcome,
                rate,
                maxRate,
                interval,
                asked,
                "error rate " + Figures.of(rate) + " (" + Figures.interval(interval) + ")"
                        + switch (outcome) {
                            case PASSED -> " is not above ";
                            case FAILED -> " is shown to be above ";
                            default -> " is not shown to be above ";
                        }
                        + Figures.of(maxRate) + "; there is no champion to compare with (" + asked + " requests)");
    }
}
