package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import java.util.List;

/**
 * The figures of a training's epochs, thinned where there are very many: a result, a log and a checkpoint stay readable however long a
 * training goes on. Of at most {@value #MOST} epochs all are kept, beyond that every second, every fourth, …, and in any case the first,
 * the best and the last one. What is kept depends on the number of epochs alone: a training that was resumed keeps the same.
 */
public final class EpochCurve {
    /** More epochs are never kept, but for the first, the best and the last. */
    public static final int MOST = 2_000;

    private EpochCurve() {}

    /**
     * The epochs that are kept.
     *
     * @param epochs ascending, all of them or what was kept of a shorter training with those after it
     * @param best number of the one that must be kept; 0: none
     */
    public static List<Epoch> of(List<Epoch> epochs, int best) {
        int last = last(epochs);
        int step = 1;
        while (last / step > MOST) {
            step *= 2;
        }
        int every = step;
        return epochs.stream()
                .filter(epoch -> epoch.epoch() % every == 0
                        || epoch.epoch() == 1
                        || epoch.epoch() == best
                        || epoch.epoch() == last)
                .toList();
    }

    /** How many epochs ran; 0 where none is known. */
    public static int last(List<Epoch> epochs) {
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
    }
}
