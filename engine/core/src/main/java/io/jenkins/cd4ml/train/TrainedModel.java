package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.command.CommandModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The trained model as training left it, asked through the library that trained it. */
public final class TrainedModel {
    private TrainedModel() {}

    /**
     * Predicts those rows of a table, in their order, in a process of its own.
     *
     * @throws io.jenkins.cd4ml.problem.InputException where there is no model, it is damaged, or the table lacks a column it reads
     */
    public static Predictions predict(StageContext context, Path modelFolder, Table table, int[] rows)
            throws IOException, InterruptedException {
        ModelSpec spec = ModelFolder.read(modelFolder).spec();
        if (rows.length == 0) {
            return new Predictions(spec.classes(), new double[0][]);
        }
        TrainSettings settings = context.configuration().train();
        try (WorkFolder work = WorkFolder.in(context.run().path())) {
            if (spec.isCommand()) {
                List<String> features =
                        spec.features().stream().map(FeaturePreparation::column).toList();
                return CommandModel.in(modelFolder)
                        .predict(context, work.path(), features, spec.classes(), table, rows);
            }
            Path inputs = work.path().resolve("inputs.safetensors");
            Path outputs = work.path().resolve("outputs.safetensors");
            Inputs asked = new Inputs(spec.features(), table);
            Safetensors.write(inputs, Map.of("inputs", asked.next(rows)));
            asked.writePixels(work.path());
            Worker.run(context, Learner.of(spec).prediction(settings, modelFolder, inputs, outputs));
            return PredictionFile.read(outputs, spec.classes());
        }
    }
}
