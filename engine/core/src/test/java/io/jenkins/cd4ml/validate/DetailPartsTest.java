package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Confusion;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.Test;

public class DetailPartsTest {
    @Test
    public void confusionHasTheLargestClassFirst() {
        Labels labels = new Labels(List.of("fog", "rain", "sun"), List.of("fog", "rain", "sun"), 0);
        Confusion confusion = ConfusionTable.of(new long[][] {{1, 0, 2}, {3, 30, 4}, {5, 6, 20}}, labels);
        assertEquals(List.of("rain", "sun", "fog"), confusion.labels());
        assertEquals(List.of(List.of(30L, 4L, 3L), List.of(6L, 20L, 5L), List.of(0L, 2L, 1L)), confusion.counts());
    }

    @Test
    public void manyClassesAreTakenTogether() {
        int classes = 120;
        List<String> names = IntStream.range(0, classes).mapToObj(i -> "c" + i).toList();
        long[][] counts = new long[classes][classes];
        for (int c = 0; c < classes; c++) {
            counts[c][c] = c;
            counts[c][(c + 1) % classes] = 1;
        }
        Confusion confusion = ConfusionTable.of(counts, new Labels(names, names, 0));
        assertEquals(50, confusion.labels().size());
        assertEquals("c119", confusion.labels().get(0));
        assertEquals("(71 others)", confusion.labels().get(49));
        long total = confusion.counts().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum();
        assertEquals(119L * 120 / 2 + 120, total);
        names = names.subList(0, 50);
        assertEquals(
                50,
                ConfusionTable.of(new long[50][50], new Labels(names, names, 0))
                        .labels()
                        .size());
    }

    @Test
    public void residualsAreBinnedAsNumPyDoes() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        double[] predicted = random.doubles(777, -3, 9).toArray();
        double[] actual = IntStream.range(0, 777)
                .mapToDouble(i -> i % 3 == 0 ? predicted[i] : random.nextDouble())
                .toArray();
        JsonNode expected = Oracle.python(
                List.of("numpy"),
                """
                import json, sys
                import numpy as np
                data = json.load(sys.stdin)
                counts, edges = np.histogram(np.subtract(data['predicted'], data['actual']), bins='sturges')
                json.dump({'counts': counts.tolist(), 'edges': edges.tolist()}, sys.stdout)
                """,
                new ObjectMapper().writeValueAsString(Map.of("actual", actual, "predicted", predicted)));
        Histogram histogram = Residuals.of(actual, predicted);
        assertArrayEquals(
                doubles(expected.get("edges")),
                histogram.edges().stream().mapToDouble(d -> d).toArray(),
                1e-12);
        assertArrayEquals(
                doubles(expected.get("counts")),
                histogram.counts().stream().mapToDouble(count -> count).toArray(),
                0);
    }

    @Test
    public void equalResidualsAreOneBin() {
        assertEquals(
                new Histogram(List.of(.5, 1.5), List.of(3L)),
                Residuals.of(new double[] {1, 2, 3}, new double[] {2, 3, 4}));
        assertEquals(List.of(1L), Residuals.of(new double[1], new double[1]).counts());
        Histogram close = Residuals.of(new double[2], new double[] {1e300, Math.nextUp(1e300)});
        assertEquals(2, close.counts().stream().mapToLong(count -> count).sum());
        assertTrue(close.edges().stream().allMatch(Double::isFinite));
        Histogram wide = Residuals.of(new double[4], new double[] {-1.7e308, 0, 1e307, 1.7e308});
        assertEquals(List.of(1L, 2L, 1L), wide.counts());
        assertTrue(wide.edges().stream().allMatch(Double::isFinite));
    }

    private static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }
}
