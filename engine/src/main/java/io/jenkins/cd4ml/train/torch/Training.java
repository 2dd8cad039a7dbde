package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.train.TrainingLog;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Mini-batch training with Adam. One in a JVM: the library collects gradients for one at a time. With the same plan and rows,
 * the same library on the same kind of processor and the same number of threads, the parameters are the same to the bit: the
 * start, the order of the rows and dropout come from the plan's seed.
 */
final class Training {
    private final TrainingPlan plan;
    private final EventSink events;
    private final List<Epoch> epochs = new ArrayList<>();
    private List<DenseParameters> kept;

    Training(TrainingPlan plan, EventSink events) {
        this.plan = plan;
        this.events = events;
    }

    /** The parameters that were kept; after {@link #run}. */
    List<DenseParameters> parameters() {
        return kept;
    }

    /**
     * Trains to the end, or until the validation loss has not improved for {@code patience} epochs.
     *
     * @param tensors as {@link TrainingPlan} says; without validation rows the last epoch's parameters are kept
     */
    TrainingLog run(Map<String, Tensor> tensors) {
        Torch.engine().setRandomSeed(Long.hashCode(plan.seed()));
        long begin = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
        EarlyStopping stopping = new EarlyStopping(plan.patience(), plan.minDelta());
        boolean stopped = false;
        try (NDManager manager = Torch.manager()) {
            Network network = Network.random(manager, plan.layers(), random);
            Optimizer adam = Optimizer.adam()
                    .optLearningRateTracker(Tracker.fixed((float) plan.learningRate()))
                    .optWeightDecays((float) plan.weightDecay())
                    .build();
            Rows rows = Rows.of(manager, plan.task(), tensors, "train");
            Validation validation = tensors.containsKey("validation.inputs")
                    ? new Validation(plan, Rows.of(manager, plan.task(), tensors, "validation"))
                    : null;
            for (int epoch = 1; epoch <= plan.epochs() && !stopped; epoch++) {
                Epoch figures = epoch(epoch, manager, network, adam, rows, validation, random);
                report(figures);
                if (validation == null || stopping.improves(epoch, figures.validationLoss())) {
                    kept = network.copy();
                }
                stopped = validation != null && epoch < plan.epochs() && stopping.givesUp(epoch);
            }
        }
        int best = stopping.bestEpoch() == 0 ? epochs.size() : stopping.bestEpoch();
        return new TrainingLog(
                List.copyOf(epochs),
                best,
                stopped,
                seconds(begin),
                Torch.versions(),
                CpuCapability.ofThisMachine(),
                Torch.threads());
    }

    private Epoch epoch(
            int epoch,
            NDManager manager,
            Network network,
            Optimizer adam,
            Rows rows,
            Validation validation,
            RandomGenerator random) {
        long begin = System.nanoTime();
        double loss;
        try (NDManager epochManager = manager.newSubManager()) {
            loss = pass(epochManager, network, adam, rows.permuted(epochManager, permutation(rows.count(), random)));
        }
        requireFinite(epoch, "training", loss);
        if (validation == null) {
            return new Epoch(epoch, loss, null, Map.of(), seconds(begin));
        }
        Validation.Figures figures = validation.of(manager, network);
        requireFinite(epoch, "validation", figures.loss());
        return new Epoch(epoch, loss, figures.loss(), figures.metrics(), seconds(begin));
    }

    /** One pass over the rows; returns their mean loss, each batch's as it was before its step. */
    private double pass(NDManager manager, Network network, Optimizer adam, Rows rows) {
        NDArray sum = manager.create(0d);
        for (Rows batch : rows.batches(plan.batchSize())) {
            try (NDManager batchManager = manager.newSubManager()) {
                batch.attach(batchManager);
                NDArray loss;
                try (GradientCollector gradients = Torch.engine().newGradientCollector()) {
                    NDArray outputs = network.forward(batch.inputs(), (float) plan.dropout(), true);
                    loss = Objective.loss(plan.task(), outputs, batch);
                    gradients.backward(loss);
                }
                network.step(adam);
                // Read once an epoch: each look at a number waits for the library.
                sum.addi(loss.stopGradient().toType(DataType.FLOAT64, false).mul(batch.count()));
            }
        }
        return sum.getDouble() / rows.count();
    }

    private void report(Epoch figures) {
        epochs.add(figures);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("epoch", (double) figures.epoch());
        metrics.put("train_loss", figures.trainLoss());
        if (figures.validationLoss() != null) {
            metrics.put("validation_loss", figures.validationLoss());
        }
        metrics.putAll(figures.metrics());
        events.metrics(metrics);
        events.progress(figures.epoch(), plan.epochs(), "epochs");
    }

    private void requireFinite(int epoch, String which, double loss) {
        if (!Double.isFinite(loss)) {
            throw InputException.ofKey(
                    "train.learningRate",
                    "the " + which + " loss is no finite number in epoch " + epoch
                            + ": training diverged; use a lower one (it is " + plan.learningRate()
                            + ") or train.scale: standard");
        }
    }

    /** Fisher and Yates. */
    private static long[] permutation(int count, RandomGenerator random) {
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** To a tenth of a millisecond. */
    private static double seconds(long begin) {
        return Math.round((System.nanoTime() - begin) / 1e5) / 1e4;
    }
}
