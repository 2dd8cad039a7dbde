package io.jenkins.cd4ml.deploy.router;

import java.util.ArrayList;
import java.util.List;

/**
 * The traffic of both versions since the weight was set, in blocks of time by when a request came. At most {@value #MOST} blocks: a
 * longer step has longer ones, each of two that were one after another.
 */
public final class TrafficBlocks {
    public static final int MOST = 512;
    private static final long FIRST_NANOS = 2_000_000_000L;

    private final long begun;
    private final List<Cell> cells = new ArrayList<>();
    private long length = FIRST_NANOS;

    private static final class Cell {
        private final Recorded candidate = new Recorded();
        private final Recorded champion = new Recorded();

        Recorded of(boolean candidates) {
            return candidates ? candidate : champion;
        }
    }

    private static final class Recorded {
        private final LatencyHistogram.Recorder latencies = new LatencyHistogram.Recorder();
        private long answered;
        private long errors;

        TrafficBlock.Side snapshot() {
            return new TrafficBlock.Side(answered, errors, latencies.snapshot());
        }

        void add(Recorded next) {
            TrafficBlock.Side sum = snapshot().plus(next.snapshot());
            answered = sum.answered();
            errors = sum.errors();
            latencies.replace(sum.latencies());
        }
    }

    /** {@code begun}: the moment of the weight, as {@code System.nanoTime} counts. */
    public TrafficBlocks(long begun) {
        this.begun = begun;
    }

    /** A prediction that came so many nanoseconds after it was asked for; one that was asked for before the weight was set is left out. */
    public synchronized void answered(boolean candidate, long now, long nanos) {
        if (now - nanos >= begun) {
            Recorded side = cell(now - nanos).of(candidate);
            side.answered++;
            side.latencies.add(nanos);
        }
    }

    public synchronized void failed(boolean candidate, long now, long nanos) {
        if (now - nanos >= begun) {
            cell(now - nanos).of(candidate).errors++;
        }
    }

    /** Those that have any request, in their order. */
    public synchronized List<TrafficBlock> snapshot() {
        List<TrafficBlock> blocks = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            TrafficBlock.Side candidate = cells.get(i).candidate.snapshot();
            TrafficBlock.Side champion = cells.get(i).champion.snapshot();
            if (candidate.asked() + champion.asked() > 0) {
                blocks.add(new TrafficBlock(i * length / 1_000_000, candidate, champion));
            }
        }
        return blocks;
    }

    private Cell cell(long asked) {
        long since = asked - begun;
        while (since / length >= MOST) {
            mergePairs();
        }
        int index = (int) (since / length);
        while (cells.size() <= index) {
            cells.add(new Cell());
        }
        return cells.get(index);
    }

    private void mergePairs() {
        length *= 2;
        for (int i = 0; 2 * i < cells.size(); i++) {
            Cell merged = cells.get(2 * i);
            if (2 * i + 1 < cells.size()) {
                merged.candidate.add(cells.get(2 * i + 1).candidate);
                merged.champion.add(cells.get(2 * i + 1).champion);
            }
            cells.set(i, merged);
        }
        int kept = (cells.size() + 1) / 2;
        cells.subList(kept, cells.size()).clear();
    }
}
