package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.onnx.GraphTypes;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
        // Standardised in 64 bits, seconds are apart, and prices; as they are, seconds are not.
        assertEquals(List.of(), SinglePrecision.warnings(settings("linear", "standard"), task, table));
        assertEquals(
                List.of(
                        "column seconds: 253 of 256 different values are equal to another one as the 32-bit floats that the"
                                + " model computes with: subtract an offset, or use a larger unit"),
                SinglePrecision.warnings(settings("linear", "none"), task, table));
        // A program's ONNX file takes and gives what the program chose.
        assertEquals(
                List.of(
                        "column seconds: 253 of 256 different values are equal to another one as the 32-bit floats that the"
                                + " input seconds of the program's model.onnx holds: let it hold 64-bit ones (double), subtract"
                                + " an offset, or use a larger unit",
                        "the target price: 191 of 256 different values are equal to another one as the 32-bit floats that the"
                                + " program's model.onnx answers with: let its output prediction hold 64-bit ones (double)"),
                SinglePrecision.warnings(task, table, new GraphTypes(Set.of())));
        assertEquals(List.of(), SinglePrecision.warnings(task, table, new GraphTypes(Set.of("seconds", "prediction"))));
    }

    /** 256 numbers one apart, and one that is 1e12 away: numpy.float32 of their standard scores has 2 of the 257. */
    @Test
    public void aTargetThatFallsTogetherEvenStandardisedIsNamed() throws Exception {
        StringBuilder rows = new StringBuilder("x,y\n0,1000000000000\n");
        for (int i = 0; i < 256; i++) {
            rows.append(i).append(',').append(i).append('\n');
        }
        Table table = SampleTables.parse(rows.toString(), Map.of());
        LearningTask task =
                LearningTask.of(SampleContexts.configuration("data: {path: x, target: y, task: regression}"), table);
        JsonNode apart = Oracle.python(
                List.of("numpy", "json"),
                "import numpy as np\ny = np.array([1e12, *range(256)])\n"
                        + "print(len(np.unique(((y - y.mean()) / y.std()).astype(np.float32))))",
                "");
        String sentence = SinglePrecision.warnings(settings("linear", "standard"), task, table)
                .get(0);
        assertTrue(
                sentence,
                sentence.startsWith("the target y: " + (257 - apart.asInt()) + " of 257 different values are equal to"
                        + " another one as the 32-bit floats that the model learns from, standardised"));
    }

    private static TrainSettings settings(String algorithm, String scale) throws Exception {
        return SampleContexts.configuration(
                        "data: {path: x}\ntrain: {algorithm: " + algorithm + ", scale: " + scale + "}")
                .train();
    }

    /** Mean and scale as scikit-learn's StandardScaler has them; the rows as its transform rounded to numpy.float32. */
    @Test
    public void secondsAreStandardisedIn64Bits() throws Exception {
        StringBuilder rows = new StringBuilder("seconds,usual\n");
        for (int i = 0; i < 100; i++) {
            rows.append(1_700_000_000L + i).append(',').append(i / 7.0).append('\n');
        }
        Table table = SampleTables.parse(rows.toString(), Map.of());
        int[] all = IntStream.range(0, 100).toArray();
        List<FeaturePreparation> fitted =
                Preparation.fit(settings("linear", "standard"), List.of("seconds", "usual"), table, all);
        assertEquals(
                new FeaturePreparation.Wide("seconds", 1_700_000_049.5, 1_700_000_049.5, 28.86607004772212, false),
                fitted.get(0));
        assertTrue(fitted.get(1) instanceof FeaturePreparation.Numeric);
        float[][] matrix = Preparation.matrix(fitted, table, all);
        assertEquals(-1.7148161f, matrix[0][0], 0);
        assertEquals(-1.6801733f, matrix[1][0], 0);
        assertEquals(1.7148161f, matrix[99][0], 0);
        assertTrue(
                Preparation.fit(settings("linear", "none"), List.of("seconds"), table, all)
                                .get(0)
                        instanceof FeaturePreparation.Numeric);
    }
}
