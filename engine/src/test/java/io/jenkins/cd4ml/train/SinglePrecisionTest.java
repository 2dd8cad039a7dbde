package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SinglePrecisionTest {
    /** As numpy.float32 rounds: one second in 128 at 1.7e9, whole numbers at 1.2e7; nothing of usual numbers is lost. */
    @Test
    public void whatFallsTogetherIsNamedWithItsNumber() throws Exception {
        StringBuilder rows = new StringBuilder("seconds,usual,price\n");
        for (int i = 0; i < 256; i++) {
            rows.append(1_700_000_000L + i)
                    .append(',')
                    .append(i / 7.0)
                    .append(',')
                    .append(12_000_000 + i / 4)
                    .append('.')
                    .append(i % 4 * 25)
                    .append('\n');
        }
        Table table = SampleTables.parse(rows.toString(), Map.of());
        LearningTask task = LearningTask.of(
                SampleContexts.configuration("data: {path: x, target: price, task: regression}"), table);
        assertEquals(
                List.of(
                        "column seconds: 253 of 256 different values are equal to another one as the 32-bit floats that the"
                                + " model reads: subtract an offset, or use a larger unit",
                        "the target price: 191 of 256 different values are equal to another one as the 32-bit floats that the"
                                + " model answers with: subtract an offset, or use a larger unit"),
                SinglePrecision.warnings(task, table));
    }
}
