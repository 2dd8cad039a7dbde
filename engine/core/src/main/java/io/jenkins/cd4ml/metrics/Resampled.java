package io.jenkins.cd4ml.metrics;

/** Figures of rows that can be had for any multiplicities of the rows: what a bootstrap asks for thousands of times. */
public interface Resampled {

    int rows();

    /**
     * The figures of the sample in which row i occurs {@code counts[i]} times; NaN where one is undefined.
     *
     * @return always of the same length and order
     */
    double[] evaluate(int[] counts);
}
