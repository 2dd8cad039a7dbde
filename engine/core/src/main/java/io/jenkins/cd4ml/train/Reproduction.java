package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What two trainings of the same model have in common.
 *
 * @param bits whether their parameters, or the program's files, are the same to the bit
 * @param rows that both were asked about where the bits differ; 0 otherwise
 * @param largest difference of an answer to these: of a probability, or in the target's unit
 */
record Reproduction(boolean bits, int rows, double largest) {
    static final Reproduction SAME_BITS = new Reproduction(true, 0, 0);

    /** Asks both about the validation rows, or without any about those that trained. */
    static Reproduction compare(StageContext context, Table table, Split split, Fit first, Fit second)
            throws IOException, InterruptedException {
        int[] rows = split.validation().length > 0 ? split.validation() : split.train();
        double[][] ours = answers(context, table, rows, first).values();
        double[][] theirs = answers(context, table, rows, second).values();
        double largest = 0;
        for (int row = 0; row < ours.length; row++) {
            for (int i = 0; i < ours[row].length; i++) {
                largest = Math.max(largest, Math.abs(ours[row][i] - theirs[row][i]));
            }
        }
        return new Reproduction(false, rows.length, largest);
    }

    private static Predictions answers(StageContext context, Table table, int[] rows, Fit fit)
            throws IOException, InterruptedException {
        try (WorkFolder work = WorkFolder.in(context.run().path())) {
            Path folder = work.path().resolve("model");
            TrainingKeys keys = TrainingKeys.of(new long[0]);
            new ModelFolder(fit.spec().trainedOn(keys.sha256()), fit.tensors(), keys).write(folder, fit.files());
            return TrainedModel.predict(context, folder, table, rows);
        }
    }

    /** Whether the answers differ, as a clause; empty where the bits are the same. */
    String answers() {
        if (bits) {
            return "";
        }
        return largest == 0
                ? String.format(Locale.ROOT, ", and the same answers to all of %,d rows", rows)
                : String.format(Locale.ROOT, ", and its answers to %,d rows differ by up to %.2g", rows, largest);
    }
}
