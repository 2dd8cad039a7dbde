package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings.ClassWeights;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.problem.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The weight of each class in the loss. */
final class ClassWeighting {
    private ClassWeighting() {}

    /**
     * Weights in the classes' order: 1, or as scikit-learn's {@code balanced} n / (classes · count) over the training rows, or
     * the given ones, 1 for a class that is not named.
     *
     * @param rows the training rows' classes, of which every one occurs
     * @param sensitive whether the classes must not be shown
     */
    static float[] of(ClassWeights settings, List<String> classes, int[] rows, boolean sensitive) {
        float[] weights = new float[classes.size()];
        Arrays.fill(weights, 1);
        if (settings.balanced()) {
            long[] counts = new long[weights.length];
            Arrays.stream(rows).forEach(row -> counts[row]++);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (rows.length / ((double) weights.length * counts[i]));
            }
        }
        for (Map.Entry<String, Double> given : settings.weights().entrySet()) {
            int index = ClassNames.find(classes, given.getKey())
                    .map(classes::indexOf)
                    .orElse(-1);
            if (index < 0) {
                throw refused("it names the class '" + given.getKey() + "', which the target has not"
                        + (sensitive ? "" : "; its classes are " + classes));
            }
            if (!(given.getValue() > 0 && given.getValue() <= Float.MAX_VALUE)) {
                throw refused("it gives class '" + given.getKey() + "' the weight " + given.getValue()
                        + "; a weight is a number greater than 0");
            }
            weights[index] = given.getValue().floatValue();
        }
        return weights;
    }

    private static InputException refused(String sentence) {
        return InputException.ofKey("train.classWeights", sentence);
    }
}
