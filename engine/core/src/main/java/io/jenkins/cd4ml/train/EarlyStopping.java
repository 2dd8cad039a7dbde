package io.jenkins.cd4ml.train;

/** Watches the validation loss: which epoch was the best one, and when to give up. */
public final class EarlyStopping {
    private final int patience;
    private final double minDelta;
    private double best = Double.POSITIVE_INFINITY;
    private int bestEpoch;

    /**
     * Of the settings with these names.
     *
     * @param patience epochs without improvement after which to stop; 0: never
     * @param minDelta how much lower the loss must be to count as an improvement
     */
    public EarlyStopping(int patience, double minDelta) {
        this.patience = patience;
        this.minDelta = minDelta;
    }

    /** Whether this epoch is the best so far. */
    public boolean improves(int epoch, double loss) {
        if (loss < best - minDelta || bestEpoch == 0) {
            best = loss;
            bestEpoch = epoch;
            return true;
        }
        return false;
    }

    /** Goes on where another one was. */
    public void restore(int epoch, double loss) {
        bestEpoch = epoch;
        best = loss;
    }

    public double bestLoss() {
        return best;
    }

    public boolean givesUp(int epoch) {
        return patience > 0 && epoch - bestEpoch >= patience;
    }

    public int bestEpoch() {
        return bestEpoch;
    }
}
