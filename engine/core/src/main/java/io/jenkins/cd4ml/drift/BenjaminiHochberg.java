package io.jenkins.cd4ml.drift;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Benjamini and Hochberg's correction (1995): of the columns called drifted at an adjusted p, that share is false on average. */
public final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /** Adjusted p-values in the order given: the smallest of p x m / rank over this and all larger p-values, at most 1. */
    public static double[] adjust(double[] pValues) {
        int[] descending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> pValues[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double smallest = 1;
        for (int i = 0; i < descending.length; i++) {
            int rank = pValues.length - i;
            smallest = Math.min(smallest, pValues[descending[i]] * pValues.length / rank);
            adjusted[descending[i]] = smallest;
        }
        return adjusted;
    }
}
