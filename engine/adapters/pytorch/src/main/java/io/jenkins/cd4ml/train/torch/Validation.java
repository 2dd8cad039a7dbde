package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.jenkins.cd4ml.train.EpochMetrics;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.util.Map;

/** How good a network is on the validation rows. */
final class Validation {
    private final TrainingPlan plan;
    private final Rows rows;
    private final EpochMetrics metrics;

    Validation(TrainingPlan plan, Rows rows) {
        this.plan = plan;
        this.rows = rows;
        try (NDArray targets = rows.targets().toType(DataType.FLOAT32, true)) {
            metrics = new EpochMetrics(plan.spec(), targets.toFloatArray());
        }
    }

    /**
     * Loss and metrics.
     *
     * @param loss the training's own loss
     */
    record Figures(double loss, Map<String, Double> metrics) {}

    Figures of(NDManager manager, Network network) {
        double[][] outputs = new double[rows.count()][];
        double loss = 0;
        int done = 0;
        double totalWeight = 0;
        for (Rows batch : rows.batches(Outputs.batch(plan.image()))) {
            try (NDManager batchManager = manager.newSubManager()) {
                batch.attach(batchManager);
                NDArray values = network.forward(batch.inputs(), 0, false);
                float weight = batch.weights() == null
                        ? batch.count()
                        : batch.weights().sum().getFloat();
                loss += weight
                        * (double) Objective.loss(plan.task(), values, batch).getFloat();
                totalWeight += weight;
                done = Outputs.copy(plan.task(), values, outputs, done);
            }
        }
        loss /= totalWeight;
        return new Figures(loss, Double.isFinite(loss) ? metrics.of(outputs) : Map.of());
    }
}
