package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import io.jenkins.cd4ml.model.Task;

/**
 * What training makes small, as PyTorch defines it: the cross-entropy of the softmax, averaged by the rows' weights
 * ({@code CrossEntropyLoss(weight=…)}); or the mean squared error of the standardised target ({@code MSELoss}).
 */
final class Objective {
    private Objective() {}

    /** The loss of a batch as a scalar. */
    static NDArray loss(Task task, NDArray outputs, Rows rows) {
        NDArray losses =
                switch (task) {
                    case CLASSIFICATION -> outputs.logSoftmax(1)
                            .gather(rows.targets(), 1)
                            .neg();
                    case REGRESSION -> outputs.sub(rows.targets()).square();
                };
        // With weights of 1 the mean has the same bits with fewer steps.
        return rows.weights() == null
                ? losses.mean()
                : losses.mul(rows.weights()).sum().div(rows.weights().sum());
    }
}
