package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** What a model predicts on both sides, as one more column. */
final class PredictionDrift {
    private PredictionDrift() {}

    /** How rows are predicted by the package in a folder. */
    @FunctionalInterface
    interface Predictor {
        Predictions predict(StageContext context, Path packageFolder, Table rows)
                throws IOException, InterruptedException;
    }

    /**
     * Compares the most probable classes, or the predicted numbers; asks the model only where there are rows enough.
     *
     * @param judge of all columns
     * @param sensitive whether the target is, whose values are predicted
     */
    static Judgement judge(
            StageContext context,
            DriftModel model,
            Predictor predictor,
            Table reference,
            Table current,
            Judge judge,
            boolean sensitive)
            throws IOException, InterruptedException {
        boolean classes = model.task() == Task.CLASSIFICATION;
        Column column = new Column("prediction", classes ? ColumnType.CATEGORY : ColumnType.DECIMAL, sensitive);
        int fewest = judge.settings().minRows();
        if (reference.rows() < fewest || current.rows() < fewest) {
            boolean few = current.rows() < fewest;
            return Judgement.untested(
                    ComparedColumn.unread(column, Role.PREDICTION),
                    Outcome.SKIPPED,
                    Judge.few(
                            few ? current.rows() : reference.rows(),
                            "row",
                            few ? "the current data" : "the reference",
                            fewest));
        }
        Path folder = model.content().folder();
        context.events().message("predicting with " + model.title() + ", on the reference and on the current rows");
        ColumnValues before = values(predictor.predict(context, folder, reference), classes);
        ColumnValues after = values(predictor.predict(context, folder, current), classes);
        return judge.judge(ComparedColumn.of(column, Role.PREDICTION, before, after, false));
    }

    private static ColumnValues values(Predictions predictions, boolean classes) {
        IntStream rows = IntStream.range(0, predictions.rows());
        return classes
                ? new ColumnValues.Texts(rows.mapToObj(predictions::label).toArray(String[]::new))
                : new ColumnValues.Numbers(rows.mapToDouble(predictions::number).toArray());
    }
}
