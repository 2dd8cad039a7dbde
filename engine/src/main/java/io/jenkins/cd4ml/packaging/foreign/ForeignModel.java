package io.jenkins.cd4ml.packaging.foreign;

import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestion.Answered;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerFailure;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An ONNX file made elsewhere, asked in a process of its own: this one never opens it. */
public final class ForeignModel {
    static final String PREDICTIONS = "predictions";

    /** How far probabilities of a row may be from adding up to 1: 32-bit sums over many classes. */
    private static final double TOLERANCE = 1e-3;

    private ForeignModel() {}

    /**
     * Predicts all rows of a table, in their order.
     *
     * @throws InputException where the file is refused, its inputs cannot be filled, or it does not answer with probabilities,
     *     labels or numbers
     */
    public static Predictions predict(StageContext context, ForeignQuestion question, Table rows)
            throws IOException, InterruptedException {
        Path work =
                Files.createTempDirectory(Files.createDirectories(context.run().path()), ".foreign-");
        try {
            List<Path> files = Stream.of("question.json", "rows", "predictions.safetensors", "answered.json")
                    .map(work::resolve)
                    .toList();
            Files.write(files.get(0), ForeignQuestion.JSON.writeValueAsBytes(question));
            TableFile.write(rows, files.get(1));
            List<String> arguments = files.stream().map(Path::toString).toList();
            ask(context, question, arguments);
            Answered answered = ForeignQuestion.JSON.readValue(files.get(3).toFile(), Answered.class);
            float[][] values = Safetensors.read(files.get(2)).get(PREDICTIONS).rows();
            requireFinite(question, values);
            if (question.task() == Task.CLASSIFICATION) {
                requireProbabilities(question, values);
            }
            return new Predictions(answered.classes(), values, answered.labelsOnly());
        } finally {
            Removal.of(work);
        }
    }

    /** A crash is most likely the file's doing: nobody here made it. */
    private static void ask(StageContext context, ForeignQuestion question, List<String> arguments)
            throws IOException, InterruptedException {
        try {
            Worker.run(context, new WorkerSpec(ForeignWorker.class, List.of("onnxruntime"), List.of(), arguments));
        } catch (WorkerFailure e) {
            throw new InputException(new Problem(
                    question.name()
                            + " cannot be asked: the process that ran it broke down, as its last words tell; see"
                            + " whether Python's onnxruntime can run it",
                    null,
                    null,
                    null,
                    null,
                    e.getMessage()));
        }
    }

    private static void requireFinite(ForeignQuestion question, float[][] values) {
        for (int row = 0; row < values.length; row++) {
            for (float value : values[row]) {
                if (!Float.isFinite(value)) {
                    throw new InputException(question.name() + " answers row " + (row + 1) + " of the " + values.length
                            + " to judge it on with " + value
                            + ", no finite number: does it know what to do with missing values?");
                }
            }
        }
    }

    private static void requireProbabilities(ForeignQuestion question, float[][] values) {
        for (int row = 0; row < values.length; row++) {
            double sum = 0;
            boolean within = true;
            for (float value : values[row]) {
                sum += value;
                within &= value >= 0 && value <= 1;
            }
            if (!within || Math.abs(sum - 1) > TOLERANCE) {
                throw new InputException(
                        question.name() + " answers with scores that are no probabilities: those of row "
                                + (row + 1) + " of the " + values.length + " to judge it on "
                                + (within ? "add up to " + (float) sum + ", not 1" : "are not between 0 and 1")
                                + "; end it with a softmax, or name the output with probabilities in validate.model.output");
            }
        }
    }
}
