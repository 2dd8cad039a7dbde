package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.TrainModel;
import io.jenkins.cd4ml.train.TrainedModel;
import io.jenkins.cd4ml.train.TreeContributions;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Real trees, explained. */
public class ShapSummaryTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void contributionsAddUpToWhatTheModelSays() throws Exception {
        JudgedProject project = new JudgedProject(folder.getRoot().toPath().toRealPath())
                .data("breast-cancer.csv", "path: data/breast-cancer.csv\ntarget: diagnosis\n")
                .train("{algorithm: xgboost, epochs: 12, seed: 1}")
                .settings("importance: {repeats: 1}");
        StageContext context = project.context();
        new TrainModel().run(request(project, Stage.TRAIN_MODEL), context);
        Table table = TableLoader.ofRun(context);
        int[] rows = IntStream.range(0, 200).toArray();

        TreeContributions found = TreeContributions.of(context, context.run().model(), table, rows);
        Predictions said = TrainedModel.predict(context, context.run().model(), table, rows);
        assertEquals(30, found.columns().size());
        for (int row = 0; row < rows.length; row++) {
            double sum = Arrays.stream(found.values()[row][0]).sum() + found.bias()[row][0];
            assertEquals(found.margins()[row][0], sum, 1e-4);
            assertEquals(said.values()[row][1], 1 / (1 + Math.exp(-sum)), 1e-5);
        }

        ValidateModelDetail detail = (ValidateModelDetail) new ValidateModel()
                .run(request(project, Stage.VALIDATE_MODEL), context)
                .detail();
        assertEquals("log-odds", detail.contributions().unit());
        assertEquals(detail.rows(), detail.contributions().rows());
        ValidateModelDetail.ColumnImportance most =
                detail.contributions().columns().get(0);
        assertTrue(most.value() > detail.contributions().columns().get(29).value());
        assertTrue(most.interval().lower() < most.value()
                && most.value() < most.interval().upper());
    }

    @Test
    public void manyRowsAreExplainedByLot() {
        int[] some = ShapSummary.rows(10_000, 5);
        assertEquals(ShapSummary.MOST_ROWS, Arrays.stream(some).distinct().count());
        assertTrue(some[0] < 100 && some[some.length - 1] > 9_900);
        assertEquals(3, ShapSummary.rows(3, 5).length);
    }

    private static StageRequest request(JudgedProject project, Stage stage) {
        return StageRequest.of(stage, "r", project.folder.toString()).build();
    }
}
