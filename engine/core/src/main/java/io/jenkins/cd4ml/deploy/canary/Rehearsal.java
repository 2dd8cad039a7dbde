package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.PackagedModel;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a rehearsal replays.
 *
 * @param packaged by row what the candidate's package answers to the rows as the training read them
 */
public record Rehearsal(HeldOutRows rows, Predictions packaged) {

    /** The run's held-out rows, and what the package in that folder answers to them. */
    public static Rehearsal of(StageContext context, Path packageFolder) throws IOException, InterruptedException {
        HeldOutRows rows = HeldOutRows.of(context);
        return new Rehearsal(rows, PackagedModel.predict(context, packageFolder, rows.table()));
    }

    /** The same without judging the rows that one of the versions was trained on. */
    public Rehearsal notTrainedOn(List<TrainingKeys> trained) {
        return new Rehearsal(rows.notTrainedOn(trained), packaged);
    }
}
