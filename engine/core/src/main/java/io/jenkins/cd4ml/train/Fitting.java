package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One model fitted on some rows with some settings, in another process: what a training does once, a cross-validation for each
 * fold and a search for each trial.
 */
final class Fitting implements AutoCloseable {
    private final StageContext context;
    private final TrainSettings settings;
    private final Learner learner;
    private final WorkFolder work;
    private final ModelSpec spec;
    private final MemoryNeed memory;
    private int processes;

    private Fitting(
            StageContext context,
            TrainSettings settings,
            Learner learner,
            WorkFolder work,
            ModelSpec spec,
            MemoryNeed memory) {
        this.context = context;
        this.settings = settings;
        this.learner = learner;
        this.work = work;
        this.spec = spec;
        this.memory = memory;
    }

    /** Prepares the rows and lays them out for the process, which may have the memory that is free. */
    static Fitting of(StageContext context, TrainSettings settings, LearningTask task, Table table, Sides sides)
            throws IOException {
        return of(context, settings, task, table, sides, MemoryNeed.available() + Worker.idleBytes(context));
    }

    /** @param available bytes that the process may have */
    static Fitting of(
            StageContext context, TrainSettings settings, LearningTask task, Table table, Sides sides, long available)
            throws IOException {
        Learner learner = Learner.of(settings.algorithm());
        List<FeaturePreparation> features = learner.prepare(settings, task.features(), table, sides.train());
        int width = Inputs.width(features);
        long count = (long) sides.train().length + sides.validation().length + sides.judged().length;
        // Before the rows are laid out, which takes nearly all of it; the target's shift and scale take nothing.
        ModelSpec outline = learner.spec(settings, task, features, 0, 1);
        SpecLength.require(outline);
        learner.memory(settings, outline, count * (width + 2)).require(settings.heap(), available);
        MatrixMemory.require(features, count, Runtime.getRuntime().maxMemory());
        TrainingRows rows = TrainingRows.of(settings, task, sides, features, table);
        ModelSpec spec = learner.spec(settings, task, features, rows.targetShift(), rows.targetScale());
        MemoryNeed memory = learner.memory(settings, spec, count * (width + 2));
        WorkFolder work = WorkFolder.in(context.run().path());
        try {
            Files.writeString(work.path().resolve(TrainingPlan.PLAN), Protocol.write(learner.plan(settings, spec)));
            Safetensors.write(work.path().resolve(TrainingPlan.ROWS), rows.tensors());
            rows.inputs().writePixels(work.path());
            return new Fitting(context, settings, learner, work, spec, memory);
        } catch (IOException | RuntimeException e) {
            work.close();
            throw e;
        }
    }

    /** Digest of all that decides on the fit. */
    String identity() throws IOException {
        return Sha256.of(String.join(
                " ",
                TrainingPlan.digest(work.path()),
                Provenances.engineVersion(),
                Integer.toString(settings.threads())));
    }

    /** What the process needs. */
    MemoryNeed memory() {
        return memory;
    }

    /** The model that is to be fitted, without training keys. */
    ModelSpec spec() {
        return spec;
    }

    /**
     * Fits in a process, which may have fitted before.
     *
     * @param checkpoints folder where it keeps them, and goes on from; null for none
     * @return the folder with what it left
     */
    Path run(Path checkpoints) throws IOException, InterruptedException {
        Path to = next();
        Worker.run(context, learner.training(settings, work.path(), to, checkpoints));
        return to;
    }

    /** The same, without checkpoints, in a process that has done nothing else before. */
    Path runAlone() throws IOException, InterruptedException {
        Path to = next();
        Worker.runAlone(context, learner.training(settings, work.path(), to, null));
        return to;
    }

    private Path next() throws IOException {
        processes++;
        return work.sub("process-" + processes);
    }

    /** What a process left in its folder. */
    Fit read(Path folder) throws IOException {
        Map<String, Tensor> tensors = Safetensors.read(folder.resolve(TrainingPlan.PARAMETERS));
        Path outputs = folder.resolve(TrainingPlan.OUTPUTS);
        Predictions judged = Files.exists(outputs) ? PredictionFile.read(outputs, spec.classes()) : null;
        Map<String, Path> files = new LinkedHashMap<>();
        learner.ownFiles().forEach(name -> files.put(name, folder.resolve(name)));
        return new Fit(spec, tensors, files, TrainingLog.read(folder), judged);
    }

    @Override
    public void close() throws IOException {
        work.close();
    }
}
