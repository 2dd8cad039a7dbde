package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.train.EpochCurve;
import java.util.List;
import java.util.Map;

/**
 * All that a training needs to go on after an epoch as if it had never stopped. Nothing random is in it: every epoch begins with
 * its own seeds.
 *
 * @param epochs figures of the epochs that ran, as {@link EpochCurve} keeps them
 * @param bestEpoch 0 without validation rows
 * @param bestLoss its validation loss; null without validation rows
 * @param steps that the optimiser took
 * @param seconds that training took up to here
 * @param parameters as they are now, by name
 * @param kept those of the best epoch
 * @param optimiser the optimiser's moments
 */
record Checkpoint(
        List<Epoch> epochs,
        int bestEpoch,
        Double bestLoss,
        int steps,
        double seconds,
        Map<String, Tensor> parameters,
        Map<String, Tensor> kept,
        Map<String, Tensor> optimiser) {

    int epoch() {
        return EpochCurve.last(epochs);
    }
}
