package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.train.EarlyStopping;
import io.jenkins.cd4ml.train.EpochCurve;
import io.jenkins.cd4ml.train.TrainingLog;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Mini-batch training with {@link Adam}. One in a JVM: the library collects gradients for one at a time. With the same plan and
 * rows, the same library on the same kind of processor and the same number of threads, the parameters are the same to the bit,
 * whether it ran in one piece or went on from a checkpoint: the start comes from the plan's seed, the order of the rows and dropout
 * in an epoch from the seed and the epoch's number.
 */
final class Training {
    /** Of the steps: another one where the same plan and rows end in other bits than before. */
    static final String ARITHMETIC = "2";

    private final TrainingPlan plan;
    private final EventSink events;
    private final Checkpoints checkpoints;
    private final long begin = System.nanoTime();
    private final List<Epoch> epochs = new ArrayList<>();
    private final EarlyStopping stopping;
    private Map<String, Tensor> kept;
    private double secondsBefore;
    private int resumedAfter;

    /** {@code checkpoints} may be null: none are written or read. */
    Training(TrainingPlan plan, Checkpoints checkpoints, EventSink events) {
        this.plan = plan;
        this.events = events;
        this.checkpoints = checkpoints;
        this.stopping = new EarlyStopping(plan.patience(), plan.minDelta());
    }

    /** The parameters that were kept; after {@link #run}. */
    Map<String, Tensor> parameters() {
        return kept;
    }

    /**
     * Trains to the end, or until the validation loss has not improved for {@code patience} epochs.
     *
     * @param tensors as {@link TrainingPlan} says; without validation rows the last epoch's parameters are kept
     * @param pixels the images whose numbers the inputs are; null where they are rows
     */
    TrainingLog run(Map<String, Tensor> tensors, Pixels pixels) throws IOException {
        boolean stopped = false;
        try (NDManager manager = Torch.manager()) {
            Optional<Checkpoint> checkpoint = checkpoints == null ? Optional.empty() : checkpoints.newest();
            Map<String, Tensor> start = checkpoint
                    .map(Checkpoint::parameters)
                    .orElseGet(() -> Network.start(
                            plan.image(),
                            plan.layers(),
                            EpochSeed.of(plan.seed(), 0).generator()));
            Network network = Network.trainable(manager, plan.image(), plan.layers(), start)
                    .reading(pixels);
            Adam adam = new Adam(plan.learningRate(), plan.weightDecay(), network.memory());
            checkpoint.ifPresentOrElse(found -> resume(found, adam), this::beginAnew);
            Batches batches = new Batches(manager, plan.task(), tensors, plan.batchSize());
            Validation validation = tensors.containsKey("validation.inputs")
                    ? new Validation(plan, Rows.of(manager, plan.task(), tensors, "validation"))
                    : null;
            stopped = validation != null && gaveUp();
            double written = seconds(begin);
            for (int epoch = EpochCurve.last(epochs) + 1; epoch <= plan.epochs() && !stopped; epoch++) {
                Epoch figures = epoch(epoch, manager, network, adam, batches, validation);
                report(figures);
                if (validation == null || stopping.improves(epoch, figures.validationLoss())) {
                    kept = network.copy();
                }
                stopped = validation != null && gaveUp();
                if (checkpoints != null && seconds(begin) - written >= checkpoints.everySeconds()) {
                    checkpoints.write(checkpoint(network, adam));
                    written = seconds(begin);
                }
            }
        }
        return new TrainingLog(
                List.copyOf(epochs),
                stopping.bestEpoch() == 0 ? EpochCurve.last(epochs) : stopping.bestEpoch(),
                stopped,
                secondsSoFar(),
                resumedAfter,
                Torch.versions(),
                CpuCapability.ofThisMachine(),
                Torch.threads());
    }

    private void resume(Checkpoint checkpoint, Adam adam) {
        adam.restore(checkpoint.steps(), checkpoint.optimiser());
        epochs.addAll(checkpoint.epochs());
        kept = checkpoint.kept();
        secondsBefore = checkpoint.seconds();
        resumedAfter = checkpoint.epoch();
        if (checkpoint.bestLoss() != null) {
            stopping.restore(checkpoint.bestEpoch(), checkpoint.bestLoss());
        }
        events.message("going on after epoch " + resumedAfter + " of " + plan.epochs() + ", from a checkpoint");
    }

    private void beginAnew() {
        if (checkpoints != null && checkpoints.exist()) {
            events.message("training begins anew: the checkpoint in " + checkpoints.folder()
                    + " is of other settings, rows or libraries, of another processor or engine, or damaged");
        }
    }

    private Checkpoint checkpoint(Network network, Adam adam) {
        return new Checkpoint(
                EpochCurve.of(epochs, stopping.bestEpoch()),
                stopping.bestEpoch(),
                stopping.bestEpoch() == 0 ? null : stopping.bestLoss(),
                adam.steps(),
                secondsSoFar(),
                network.copy(),
                kept,
                adam.state());
    }

    private boolean gaveUp() {
        int last = EpochCurve.last(epochs);
        return last < plan.epochs() && !epochs.isEmpty() && stopping.givesUp(last);
    }

    private Epoch epoch(
            int epoch, NDManager manager, Network network, Adam adam, Batches batches, Validation validation) {
        long start = System.nanoTime();
        EpochSeed seed = EpochSeed.of(plan.seed(), epoch);
        Torch.engine().setRandomSeed(seed.ofLibrary());
        double loss = pass(manager, network, adam, batches, permutation(batches.rows(), seed.generator()));
        requireFinite(epoch, "training", loss);
        if (validation == null) {
            return new Epoch(epoch, loss, null, Map.of(), seconds(start));
        }
        Validation.Figures figures = validation.of(manager, network);
        requireFinite(epoch, "validation", figures.loss());
        return new Epoch(epoch, loss, figures.loss(), figures.metrics(), seconds(start));
    }

    /** One pass over the rows; returns their mean loss, each batch's as it was before its step. */
    private double pass(NDManager manager, Network network, Adam adam, Batches batches, int[] order) {
        double sum = 0;
        try (GradientCollector gradients = Torch.engine().newGradientCollector()) {
            for (int from = 0; from < order.length; from += batches.size()) {
                Rows batch = batches.at(from, order);
                try (NDManager step = manager.newSubManager()) {
                    // What is computed from the batch is freed with this manager; the batch itself goes back.
                    batch.attach(step);
                    NDArray outputs = network.forward(batch.inputs(), (float) plan.dropout(), true);
                    NDArray loss = Objective.loss(plan.task(), outputs, batch);
                    gradients.backward(loss);
                    sum += (double) loss.toFloatArray()[0] * batch.count();
                    batch.attach(manager);
                }
                adam.step(network.gradients());
            }
        }
        return sum / order.length;
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
    static int[] permutation(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private double secondsSoFar() {
        return Math.round((secondsBefore + seconds(begin)) * 1e4) / 1e4;
    }

    /** To a tenth of a millisecond. */
    private static double seconds(long begin) {
        return Math.round((System.nanoTime() - begin) / 1e5) / 1e4;
    }
}
