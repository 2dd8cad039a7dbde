package io.jenkins.cd4ml.train.search;

import java.util.Arrays;

/**
 * How much each observation counts, oldest first: the last 25 count 1, older ones less and less, down to 1 over their number; as Hyperopt
 * and Optuna forget. A prior counts 1.
 */
final class Weights {
    private static final int FULL = 25;

    private Weights() {}

    /** Of that many observations, and last of the prior; they add up to 1. */
    static double[] of(int observations) {
        double[] weights = new double[observations + 1];
        Arrays.fill(weights, 1);
        int ramp = observations - FULL;
        for (int i = 0; i < ramp; i++) {
            double least = 1.0 / observations;
            weights[i] = ramp == 1 ? least : least + (1 - least) * i / (ramp - 1);
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
