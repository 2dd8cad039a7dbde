package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;

/** The 95th percentile of the latencies, against the champion's in the same blocks of time: see {@link LatencyRatio}. */
record LatencyCheck(StepChecks checks, DeploySettings.Analysis limits) {
    private static final String NAME = "p95 latency";

    Check of(Measurement step) {
        Double p95 = step.candidate().p95Millis();
        long answers = step.candidate().answers();
        if (p95 == null) {
            return checks.tooFew(step, NAME, 0, "there was no answer");
        }
        String own = NAME + " " + Figures.of(p95) + " ms";
        if (step.champion() == null) {
            return checks.skipped(step, NAME, p95, answers, own + "; there is no champion to compare with");
        }
        LatencyRatio ratio = new LatencyRatio(step.blocks(), step.rehearsed());
        if (!ratio.compares()) {
            return checks.tooFew(
                    step, NAME, answers, own + ", and no answer of the champion at the same time to compare it with");
        }
        Interval interval = ratio.interval();
        double estimate = ratio.estimate();
        boolean belowFloor = p95 <= limits.latencyFloorMillis();
        Outcome outcome = belowFloor
                ? Outcome.PASSED
                : StepChecks.outcome(shown(step), ratio.settled() && interval.upper() <= limit(step));
        return checks.check(
                step,
                NAME,
                outcome,
                estimate,
                limit(step),
                interval,
                answers,
                own
                        + (step.champion().p95Millis() == null
                                ? ""
                                : " against " + Figures.of(step.champion().p95Millis()) + " ms of the champion")
                        + ": "
                        + sentence(outcome, belowFloor, interval, estimate, answers, limit(step))
                        + (ratio.settled() || belowFloor
                                ? ""
                                : "; what slows a machine down comes and goes, so latency is judged from 30 s on"));
    }

    private double limit(Measurement step) {
        return limits.latencyRatio(step.rehearsed());
    }

    private String sentence(
            Outcome outcome, boolean belowFloor, Interval interval, double estimate, long answers, double allowed) {
        String range = Figures.of(estimate) + " times as long at the same time (" + Figures.interval(interval) + ")";
        if (belowFloor) {
            return "below the floor of " + Figures.of(limits.latencyFloorMillis()) + " ms; " + range;
        }
        String limit = Figures.of(allowed);
        return switch (outcome) {
            case PASSED -> range + ", more than " + limit + " is excluded";
            case FAILED -> range + ": slower answers are shown, and " + limit + " is not excluded";
            default -> "not shown whether answers take more than " + limit + " times as long, they take " + range
                    + Seen.of(Math.log(interval.upper() / estimate), Math.log(allowed), answers, "answers")
                            .replaceAll(" can exclude [0-9.]+, for [0-9.]+ it takes", " are too few, it takes");
        };
    }

    /** In the whole canary, or at this step alone. */
    private boolean shown(Measurement step) {
        double level = step.hasEarlierSteps() ? step.level() / 2 : step.level();
        return pValue(step, step.blocks()) <= level || step.hasEarlierSteps() && pValue(step, step.thisStep()) <= level;
    }

    /** Of a version that is not slower at all; in a rehearsal of one that is as slow as it may be. */
    private double pValue(Measurement step, List<List<TrafficBlock>> steps) {
        LatencyRatio ratio = new LatencyRatio(steps, step.rehearsed());
        return ratio.compares() ? ratio.pValue(step.rehearsed() ? limit(step) : Math.min(1, limit(step))) : 1;
    }
}
