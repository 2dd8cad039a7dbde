package io.jenkins.cd4ml.metrics;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.Test;

public class GroupRatesTest {
    /** Fairlearn's definitions (its user guide, Common fairness metrics), on scikit-learn's counts. */
    private static final String SCRIPT =
            """
            import json, sys
            import numpy as np
            from sklearn.metrics import confusion_matrix, mean_absolute_error
            d = json.load(sys.stdin)
            g = np.array(d['group']); p = np.array(d['predicted']); y = np.array(d['actual'])
            selection, tpr, fpr, error, mean, mae = [], [], [], [], [], []
            for group in range(d['groups']):
                m = g == group
                tn, fp, fn, tp = confusion_matrix(y[m] > .5, p[m] > .5, labels=[False, True]).ravel()
                selection.append((tp + fp) / m.sum()); tpr.append(tp / (tp + fn)); fpr.append(fp / (fp + tn))
                mean.append(p[m].mean()); error.append((p[m] - y[m]).mean()); mae.append(mean_absolute_error(y[m], p[m]))
            spread = lambda v: max(v) - min(v)
            ratio = lambda v: min(v) / max(v)
            json.dump({'classes': [spread(selection), ratio(selection), spread(tpr), max(spread(tpr), spread(fpr)),
                                   min(ratio(tpr), ratio(fpr))] + [r for rates in zip(selection, tpr, fpr) for r in rates],
                       'numbers': [spread(mean), spread(error), spread(mae), ratio(mae)]
                                  + [r for rates in zip(mean, error, mae) for r in rates]}, sys.stdout)
            """;

    @Test
    public void equalsTheDefinitionsOnScikitLearnsCounts() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        int rows = 400;
        int[] group = random.ints(rows, -1, 3).toArray();
        double[] predicted = random.doubles(rows).toArray();
        double[] actual = random.doubles(rows).toArray();
        JsonNode expected = Oracle.python(
                List.of("sklearn"),
                SCRIPT,
                new ObjectMapper()
                        .writeValueAsString(
                                Map.of("group", group, "groups", 3, "predicted", predicted, "actual", actual)));
        boolean[] selected = new boolean[rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            selected[row] = predicted[row] > .5;
            positive[row] = actual[row] > .5;
        }
        int[] once = new int[rows];
        Arrays.fill(once, 1);
        assertArrayEquals(
                numbers(expected.get("classes")),
                GroupRates.ofClasses(group, 3, selected, positive).evaluate(once),
                1e-12);
        assertArrayEquals(
                numbers(expected.get("numbers")),
                GroupRates.ofNumbers(group, 3, predicted, actual).evaluate(once),
                1e-12);
    }

    @Test
    public void whatNoRowTellsIsUndefinedAndNobodySelectedIsEqual() {
        int[] group = {0, 0, 1, 1};
        boolean[] none = new boolean[4];
        double[] nobody = GroupRates.ofClasses(group, 2, none, new boolean[] {true, false, true, false})
                .evaluate(new int[] {1, 1, 1, 1});
        assertEquals(0, nobody[0], 0);
        assertEquals(1, nobody[1], 0);
        double[] noPositive = GroupRates.ofClasses(group, 2, none, new boolean[] {true, false, false, false})
                .evaluate(new int[] {1, 1, 1, 1});
        assertTrue(Double.isNaN(noPositive[2]));
        // the only positive row of the second group is not drawn
        double[] notDrawn = GroupRates.ofClasses(group, 2, none, new boolean[] {true, false, true, false})
                .evaluate(new int[] {1, 1, 0, 2});
        assertTrue(Double.isNaN(notDrawn[2]));
        assertEquals(0, notDrawn[0], 0);
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).asDouble();
        }
        return numbers;
    }
}
