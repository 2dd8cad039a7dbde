package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.command.CommandModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The model that the run has trained. */
record RunCandidate(StageContext context, ValidateModel.Models models, Path folder, ModelFolder model, String version)
        implements Candidate {

    static RunCandidate of(StageContext context, ValidateModel.Models models) throws IOException {
        Path folder = context.run().model();
        ModelFolder model = ModelFolder.read(folder);
        return new RunCandidate(
                context, models, folder, model, "sha256:" + Sha256.of(folder.resolve(ModelFolder.PARAMETERS)));
    }

    @Override
    public String source() {
        return null;
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public TrainingKeys trainedOn() {
        return model.trainingKeys();
    }

    @Override
    public SeenRows seen() {
        return new SeenRows(
                trainedOn(),
                model.spec().features().stream().map(FeaturePreparation::column).toList());
    }

    @Override
    public List<String> columns() {
        if (model.spec().isCommand() && !CommandModel.in(folder).answersAll()) {
            return List.of();
        }
        return model.spec().features().stream().map(FeaturePreparation::column).toList();
    }

    @Override
    public void requireFits(LearningTask task) {
        ModelSpec spec = model.spec();
        if (spec.task() != task.task() || !spec.target().equals(task.target())) {
            throw new InputException("the trained model predicts " + spec.target() + " ("
                    + spec.task().label()
                    + "), and the configuration asks for " + task.target() + " ("
                    + task.task().label()
                    + "): run trainModel again");
        }
        if (!task.classes().containsAll(spec.classes())) {
            throw new InputException("the trained model predicts a class of " + task.target()
                    + " that the data do not have: run trainModel again");
        }
    }

    @Override
    public Predictions predict(Table table, int[] rows) throws IOException, InterruptedException {
        Predictions predictions = models.candidate(context, folder, table, rows);
        long notFinite = Truth.notFinite(predictions);
        if (notFinite > 0) {
            throw new InputException(
                    "the model predicts no finite number for " + notFinite + " of the " + Sentences.rows(rows.length)
                            + " to judge it on, since its training has diverged: lower train.learningRate and run trainModel again");
        }
        return predictions;
    }
}
