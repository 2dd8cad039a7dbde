package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Test;

public class TrainingRowsTest {
    /** A 32-bit float near 10,000,000 is a whole number: scaled back by it, all answers were beside the target by its rounding. */
    @Test
    public void targetsAreStandardisedByWhatAnswersAreScaledBackWith() throws Exception {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 100; i++) {
            text.append(i / 7.0)
                    .append(",")
                    .append(new BigDecimal(1_000_000_030 + i).movePointLeft(2))
                    .append("\n");
        }
        Table table = SampleTables.parse(text.toString(), Map.of());
        Configuration configuration = SampleContexts.configuration(
                "data: {path: x, target: y, task: regression}\ntrain: {algorithm: linear}");
        TrainSettings settings = configuration.train();
        LearningTask task = LearningTask.of(configuration, table);
        int[] all = IntStream.range(0, 100).toArray();
        TrainingRows rows = TrainingRows.of(
                settings,
                task,
                new Sides(all, new int[0], new int[0]),
                Preparation.fit(settings, List.of("x"), table, all),
                table);
        float[] standardised = rows.tensors().get("train.targets").values();
        assertEquals(0.2886607, rows.targetScale(), 1e-6);
        for (int row = 0; row < 100; row++) {
            double back = (double) standardised[row] * rows.targetScale() + rows.targetShift();
            assertEquals(task.numbers(table)[row], back, 1e-6);
        }
    }
}
