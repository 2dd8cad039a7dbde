package io.jenkins.cd4ml.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Fits whose models are judged and thrown away: folds and trials. What they showed is kept in {@code <run>/fits/<identity>.json}, where the
 * identity is the digest of settings, rows and engine: a fit that has ended is never run again, also after a kill. Several may run side by
 * side, as many as memory allows: whether a fit has enough is asked of what was free before the first one, so that it does not depend on
 * the others.
 */
final class FitMemory {
    private final StageContext context;
    private final LearningTask task;
    private final Table table;
    private final long available = MemoryNeed.available();
    private final MemoryRoom room = new MemoryRoom(available);

    FitMemory(StageContext context, LearningTask task, Table table) {
        this.context = context;
        this.task = task;
        this.table = table;
    }

    /** The record of that fit, from memory or by running it in another process. */
    FitRecord fit(StageContext quiet, TrainSettings settings, Sides sides) throws IOException, InterruptedException {
        if (settings.algorithm() == Algorithm.COMMAND) {
            return byProgram(quiet, settings, sides);
        }
        try (Fitting fitting = prepared(quiet, settings, sides)) {
            return remembered(
                    fitting.identity(),
                    sides,
                    () -> inRoom(fitting.memory(), quiet.cancellation(), () -> fitting.read(fitting.run(null))));
        }
    }

    private FitRecord byProgram(StageContext quiet, TrainSettings settings, Sides sides)
            throws IOException, InterruptedException {
        MemoryNeed.require(settings.command(), available);
        try (WorkFolder work = WorkFolder.in(context.run().path())) {
            CommandFit fit = CommandFit.of(quiet, settings, task, table, sides, work.path());
            return remembered(
                    fit.identity(),
                    sides,
                    () -> inRoom(MemoryNeed.of(settings.command()), quiet.cancellation(), fit::runAndJudge));
        }
    }

    /** Fits a model. */
    @FunctionalInterface
    private interface Fitter {
        Fit fit() throws IOException, InterruptedException;
    }

    private Fit inRoom(MemoryNeed need, Cancellation cancellation, Fitter fitter)
            throws IOException, InterruptedException {
        MemoryRoom.Place place = room.take(need.bytes(), cancellation);
        try {
            return fitter.fit();
        } finally {
            place.close();
        }
    }

    private FitRecord remembered(String identity, Sides sides, Fitter fitter) throws IOException, InterruptedException {
        Path file = context.run().path().resolve("fits").resolve(identity + ".json");
        try {
            return Protocol.mapper().readValue(Files.readString(file), FitRecord.class);
        } catch (NoSuchFileException | JsonProcessingException | CharacterCodingException e) {
            Fit fit = fitter.fit();
            FitRecord found = new FitRecord(
                    sample(fit.judged(), sides.judged()).values(),
                    fit.log().bestEpoch(),
                    fit.log().seconds());
            AtomicFile.writeText(file, Protocol.write(found));
            return found;
        }
    }

    /** One after the other: each holds all its rows in memory until they are on the disk. */
    private synchronized Fitting prepared(StageContext quiet, TrainSettings settings, Sides sides) throws IOException {
        return Fitting.of(quiet, settings, task, table, sides, available);
    }

    private MetricSample sample(Predictions predictions, int[] rows) {
        if (task.task() == Task.REGRESSION) {
            double[] numbers = task.numbers(table);
            return RegressionMetrics.of(
                    IntStream.of(rows).mapToDouble(row -> numbers[row]).toArray(),
                    IntStream.range(0, rows.length)
                            .mapToDouble(predictions::number)
                            .toArray());
        }
        int[] classes = task.classIndexes(table);
        return ClassificationMetrics.of(
                IntStream.of(rows).map(row -> classes[row]).toArray(),
                predictions.values(),
                task.classes().size());
    }
}
