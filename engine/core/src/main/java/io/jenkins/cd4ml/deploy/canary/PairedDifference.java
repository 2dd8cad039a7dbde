package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.PairedProportions;

/**
 * A difference between two versions on the same rows, with its interval at 95 % confidence.
 *
 * @param value candidate minus champion
 * @param rows both were asked
 */
record PairedDifference(double candidate, double champion, double value, Interval interval, int rows) {
    private static final double CONFIDENCE = 0.95;

    /** Quantile 0.975 of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /** Difference of the shares of right answers, with Tango's score interval: see {@link PairedProportions}. */
    static PairedDifference accuracy(boolean[] candidateRight, boolean[] championRight) {
        int n = candidateRight.length;
        int ours = 0;
        int theirs = 0;
        int onlyOurs = 0;
        int onlyTheirs = 0;
        for (int i = 0; i < n; i++) {
            ours += candidateRight[i] ? 1 : 0;
            theirs += championRight[i] ? 1 : 0;
            onlyOurs += candidateRight[i] && !championRight[i] ? 1 : 0;
            onlyTheirs += championRight[i] && !candidateRight[i] ? 1 : 0;
        }
        return new PairedDifference(
                (double) ours / n,
                (double) theirs / n,
                (double) (ours - theirs) / n,
                new PairedProportions(onlyOurs, onlyTheirs, n).of(CONFIDENCE),
                n);
    }

    /**
     * Relative increase of the root mean squared error, RMSE of the candidate / RMSE of the champion - 1. The interval is that of
     * half the logarithm of the ratio of both mean squared errors, by the delta method over the paired squared errors.
     */
    static PairedDifference rmse(double[] candidateErrors, double[] championErrors) {
        int n = candidateErrors.length;
        double ours = meanSquare(candidateErrors);
        double theirs = meanSquare(championErrors);
        if (ours == 0 && theirs == 0) {
            return new PairedDifference(0, 0, 0, new Interval(0, 0, CONFIDENCE), n);
        }
        double candidate = Math.sqrt(ours);
        double champion = Math.sqrt(theirs);
        if (ours == 0 || theirs == 0) {
            // One is perfect: the ratio is 0 or infinite and has no interval.
            return new PairedDifference(candidate, champion, ours == 0 ? -1 : Double.POSITIVE_INFINITY, null, n);
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double influence =
                    candidateErrors[i] * candidateErrors[i] / ours - championErrors[i] * championErrors[i] / theirs;
            squares += influence * influence;
        }
        double log = Math.log(ours / theirs) / 2;
        double error = n < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / (n - 1) / n) / 2;
        return new PairedDifference(
                candidate,
                champion,
                candidate / champion - 1,
                Double.isFinite(error)
                        ? new Interval(Math.exp(log - Z * error) - 1, Math.exp(log + Z * error) - 1, CONFIDENCE)
                        : null,
                n);
    }

    private static double meanSquare(double[] errors) {
        double sum = 0;
        for (double error : errors) {
            sum += error * error;
        }
        return sum / errors.length;
    }
}
