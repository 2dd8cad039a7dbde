package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Tensor;
import java.util.Map;

/**
 * A fitted model.
 *
 * @param spec without training keys
 * @param judged what it says of the judged rows; null where there were none
 */
record Fit(ModelSpec spec, Map<String, Tensor> tensors, TrainingLog log, Predictions judged) {

    /** Number of trained numbers. */
    long parameters() {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.values().length)
                .sum();
    }
}
