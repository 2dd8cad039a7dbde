package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;

/** The 95th percentile of the latencies, against the champion's in the same blocks of time: see {@link LatencyRatio}. */
record LatencyCheck(StepChecks checks, DeploySettings.Analysis limits) {
    static final String NAME = "p95 latency";

    Check of(Measurement step) {
        Double p95 = step.p95Millis(true);
        if (p95 == null) {
            return checks.tooFew(
                    step,
                    NAME,
                    0,
                    step.startedSlowly()
                            ? "its first answers were slow, and no others came yet"
                            : "there was no answer");
        }
        long answers = step.startedSlowly() ? answers(step) : step.candidate().answers();
        String own = NAME + " " + Figures.of(p95) + " ms";
        if (step.champion() == null) {
            return checks.skipped(step, NAME, p95, answers, own + "; there is no champion to compare with");
        }
        LatencyRatio ratio = new LatencyRatio(step.timed(), step.rehearsed());
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
                        + (step.p95Millis(false) == null
                                ? ""
                                : " against " + Figures.of(step.p95Millis(false)) + " ms of the champion")
                        + (step.startedSlowly() ? ", measured once more after a slow start" : "")
                        + ": "
                        + sentence(outcome, belowFloor, interval, estimate, answers, limit(step))
                        + (ratio.settled() || belowFloor
                                ? ""
                                : "; what slows a machine down comes and goes, so latency is judged from 30 s on"));
    }

    private static long answers(Measurement step) {
        return step.timed().stream()
                .flatMap(List::stream)
                .mapToLong(block -> block.candidate().answered())
                .sum();
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
        List<List<TrafficBlock>> timed = step.timed();
        boolean earlier = timed.size() > 1;
        double level = earlier ? step.timedLevel() / 2 : step.timedLevel();
        return pValue(step, timed) <= level
                || earlier && pValue(step, timed.subList(timed.size() - 1, timed.size())) <= level;
    }

    /** Of a version that is not slower at all; in a rehearsal of one that is as slow as it may be. */
    private double pValue(Measurement step, List<List<TrafficBlock>> steps) {
        LatencyRatio ratio = new LatencyRatio(steps, step.rehearsed());
        return ratio.compares() ? ratio.pValue(step.rehearsed() ? limit(step) : Math.min(1, limit(step))) : 1;
    }
}
