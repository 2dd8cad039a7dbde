package io.jenkins.cd4ml.packaging.foreign;

import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.onnx.ProbabilityRows;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestion.Answered;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerFailure;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.table.SensitiveValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An ONNX file made elsewhere, asked in a process of its own: this one never opens it. */
public final class ForeignModel {
    static final String SIGNATURE = "signature.json";

    private ForeignModel() {}

    /**
     * Predicts all rows of a table, in their order.
     *
     * @throws InputException where the file is refused, its inputs cannot be filled, or it does not answer with probabilities,
     *     labels or numbers
     */
    public static Predictions predict(StageContext context, ForeignQuestion question, Table rows)
            throws IOException, InterruptedException {
        Path work = work(context);
        try {
            return predict(context, question, rows, files(work));
        } finally {
            Removal.of(work);
        }
    }

    /**
     * The same, and the file with a package's signature.
     *
     * @param target the file to write
     */
    public static Packaged adapt(StageContext context, ForeignQuestion question, Table rows, Path target)
            throws IOException, InterruptedException {
        Path work = work(context);
        try {
            List<Path> files = new ArrayList<>(files(work));
            files.add(work.resolve("adapted.onnx"));
            Predictions predictions = predict(context, question, rows, files);
            Files.copy(files.get(files.size() - 1), target);
            ForeignWorker.Signature signature =
                    ForeignQuestion.JSON.readValue(work.resolve(SIGNATURE).toFile(), ForeignWorker.Signature.class);
            return new Packaged(signature.columns(), signature.classes(), ordered(predictions, signature.classes()));
        } finally {
            Removal.of(work);
        }
    }

    /**
     * What was packaged.
     *
     * @param columns that it reads, in the order of its inputs
     * @param classes in the order of its answers
     * @param predictions of the file as it is, in that order
     */
    public record Packaged(List<String> columns, List<String> classes, Predictions predictions) {}

    private static Predictions ordered(Predictions predictions, List<String> classes) {
        if (classes.equals(predictions.classes())) {
            return predictions;
        }
        double[][] values = new double[predictions.rows()][classes.size()];
        for (int row = 0; row < values.length; row++) {
            for (int i = 0; i < classes.size(); i++) {
                int from = predictions.classes().indexOf(classes.get(i));
                values[row][i] = from < 0 ? 0 : predictions.values()[row][from];
            }
        }
        return new Predictions(classes, values, false, predictions.single());
    }

    private static Path work(StageContext context) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(context.run().path()), ".foreign-");
    }

    private static List<Path> files(Path work) {
        return Stream.of("question.json", "rows", "predictions.safetensors", "answered.json")
                .map(work::resolve)
                .toList();
    }

    private static Predictions predict(StageContext context, ForeignQuestion question, Table rows, List<Path> files)
            throws IOException, InterruptedException {
        Files.write(files.get(0), ForeignQuestion.JSON.writeValueAsBytes(question));
        TableFile.write(rows, files.get(1));
        try {
            ask(context, question, files.stream().map(Path::toString).toList());
        } catch (InputException e) {
            // what a library says of a failure may hold the value that failed
            throw new InputException(e.problem()
                    .withMessage(SensitiveValues.of(rows).hide(e.problem().message())));
        }
        Answered answered = ForeignQuestion.JSON.readValue(files.get(3).toFile(), Answered.class);
        Predictions predictions = PredictionFile.read(files.get(2), answered.classes());
        require(question, predictions.values());
        return new Predictions(answered.classes(), predictions.values(), answered.labelsOnly(), predictions.single());
    }

    /** A crash is most likely the file's doing: nobody here made it. Its process does nothing else, before or after. */
    private static void ask(StageContext context, ForeignQuestion question, List<String> arguments)
            throws IOException, InterruptedException {
        try {
            Worker.runAlone(context, new WorkerSpec(ForeignWorker.class, List.of("onnxruntime"), List.of(), arguments));
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

    private static void require(ForeignQuestion question, double[][] values) {
        Optional<String> wrong = ProbabilityRows.notFinite(values);
        if (wrong.isEmpty() && question.task() == Task.CLASSIFICATION) {
            wrong = ProbabilityRows.notProbabilities(values)
                    .map(why -> why + ", or name the output with probabilities in validate.model.output");
        }
        wrong.ifPresent(why -> {
            throw new InputException(question.name() + " " + why);
        });
    }
}
