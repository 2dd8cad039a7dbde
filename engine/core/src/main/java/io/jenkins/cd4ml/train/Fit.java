package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * A fitted model.
 *
 * @param spec without training keys
 * @param files that the library needs to be asked again, by name; gone when the fitting is closed
 * @param judged what it says of the judged rows; null where there were none
 */
record Fit(ModelSpec spec, Map<String, Tensor> tensors, Map<String, Path> files, TrainingLog log, Predictions judged) {

    /** Number of trained numbers. */
    long parameters() {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.values().length)
                .sum();
    }
}
