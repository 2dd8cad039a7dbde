package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * A new process gives its first answers slowly: classes are loaded, code is compiled, caches are empty. So the first time that a
 * candidate of fewer than {@value #COLD} answers is ended by its latency alone, all latencies until then are put aside, and only what
 * later answers show ends it, after twice as many of them, so that what the first look showed is seen again if it lasts. Both looks
 * must show it: whatever the level of the second one, no false alarm gets more probable, so it has that of the first look, too.
 */
public final class SlowStart {
    /** Answers after which a process is taken as warm. */
    private static final int COLD = 1000;

    private int step = -1;
    private long fromMillis;
    private long needed;
    private double level;

    /** Whether latency alone ends the canary, and does so for the first time; from now on only later blocks count. */
    public boolean putsAside(Measurement measured, List<Check> checks) {
        List<List<TrafficBlock>> blocks = measured.blocks();
        List<Check> failed = checks.stream().filter(Check::failed).toList();
        if (step >= 0 || failed.size() != 1 || !isLatency(failed.get(0)) || answered(blocks) >= COLD) {
            return false;
        }
        step = blocks.size() - 1;
        List<TrafficBlock> last = blocks.get(step);
        // The block that is open now is put aside as a whole.
        fromMillis = last.isEmpty() ? 0 : last.get(last.size() - 1).startMillis() + 1;
        needed = 2 * answered(blocks);
        level = measured.level();
        return true;
    }

    /** The same with the blocks and the level that count for latency. */
    public Measurement timed(Measurement measured) {
        return step < 0 ? measured : measured.timedBy(counted(measured.blocks()), Math.max(level, measured.level()));
    }

    private List<List<TrafficBlock>> counted(List<List<TrafficBlock>> blocks) {
        List<List<TrafficBlock>> counted = new ArrayList<>();
        counted.add(blocks.get(step).stream()
                .filter(block -> block.startMillis() >= fromMillis)
                .toList());
        counted.addAll(blocks.subList(step + 1, blocks.size()));
        return counted;
    }

    /** Whether the step must go on for the second look: since the first one there were too few answers. */
    public boolean isOpen(Measurement measured, List<Check> checks) {
        if (step != measured.blocks().size() - 1) {
            return false;
        }
        boolean undecided = checks.stream()
                .anyMatch(check ->
                        isLatency(check) && check.outcome() != Outcome.PASSED && check.outcome() != Outcome.FAILED);
        boolean enough = answered(measured.timed()) >= needed
                && new LatencyRatio(measured.timed(), measured.rehearsed()).settled();
        return undecided && !enough;
    }

    private static boolean isLatency(Check check) {
        return check.name().endsWith(": " + LatencyCheck.NAME);
    }

    private static long answered(List<List<TrafficBlock>> blocks) {
        return blocks.stream()
                .flatMap(List::stream)
                .mapToLong(block -> block.candidate().answered())
                .sum();
    }
}
