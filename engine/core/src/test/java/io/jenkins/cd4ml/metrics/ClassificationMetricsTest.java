package io.jenkins.cd4ml.metrics;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.Test;

public class ClassificationMetricsTest {
    private static final String SCRIPT =
            """
            import json, sys, warnings
            import numpy as np
            from sklearn import metrics as m
            from sklearn.calibration import calibration_curve
            warnings.simplefilter('ignore')
            answers = []
            for case in json.load(sys.stdin):
                y = np.array(case['actual']); p = np.array(case['probabilities']); k = case['classes']
                every = list(range(k)); guess = p.argmax(axis=1); answer = {}
                answer['accuracy'] = m.accuracy_score(y, guess)
                answer['balanced_accuracy'] = m.balanced_accuracy_score(y, guess)
                for average in ('macro', 'weighted'):
                    answer['precision_' + average] = m.precision_score(y, guess, average=average)
                    answer['recall_' + average] = m.recall_score(y, guess, average=average)
                    answer['f1_' + average] = m.f1_score(y, guess, average=average)
                wide = np.clip(p.astype(np.float64), np.finfo(np.float32).eps, 1 - np.finfo(np.float32).eps)
                answer['log_loss'] = m.log_loss(y, wide / wide.sum(axis=1, keepdims=True), labels=every)
                answer['log_loss_float32'] = float(m.log_loss(y, p.astype(np.float32), labels=every))
                answer['by_class'] = [list(map(float, values)) for values in
                    m.precision_recall_fscore_support(y, guess, labels=every)]
                answer['confusion'] = m.confusion_matrix(y, guess, labels=every).tolist()
                answer['auc_by_class'] = [float(m.roc_auc_score(y == c, p[:, c])) if 0 < (y == c).sum() < len(y) else None
                                          for c in every]
                answer['ap_by_class'] = [float(m.average_precision_score(y == c, p[:, c])) if (y == c).any() else None
                                         for c in every]
                answer['average_precision'] = (answer['ap_by_class'][1] if k == 2 else None
                    if None in answer['ap_by_class'] else float(np.mean(answer['ap_by_class'])))
                wide = p.astype(np.float64)
                answer['brier'] = float(m.brier_score_loss(y, wide[:, 1], pos_label=1) if k == 2
                                        else ((wide - np.eye(k)[y]) ** 2).sum(axis=1).mean())
                score, hit = (wide[:, 1], y == 1) if k == 2 else (wide.max(axis=1), guess == y)
                # scikit-learn's bins with the weights that it leaves out
                for name, strategy, edges in (('ece', 'uniform', np.linspace(0, 1, 16)),
                                              ('ece_equal_mass', 'quantile', np.percentile(score, np.linspace(0, 1, 16) * 100))):
                    share, mean = calibration_curve(hit, score, n_bins=15, strategy=strategy)
                    weights = np.bincount(np.searchsorted(edges[1:-1], score), minlength=15)
                    weights = weights[weights > 0] / len(y)
                    answer[name] = float((weights * np.abs(share - mean)).sum())
                    answer[name + '_curve'] = [share.tolist(), mean.tolist()]
                try:
                    auc = m.roc_auc_score(y, p[:, 1]) if k == 2 else m.roc_auc_score(y, p, multi_class='ovr', labels=every)
                    answer['roc_auc'] = None if np.isnan(auc) else float(auc)
                except ValueError:
                    answer['roc_auc'] = None
                answers.append(answer)
            json.dump(answers, sys.stdout)
            """;

    private record Case(int[] actual, double[][] probabilities, int classes) {}

    @Test
    public void equalsScikitLearn() throws Exception {
        List<Case> cases = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int classes : new int[] {2, 3, 5, 11}) {
            for (int rows : new int[] {1, 2, 3, 10, 200, 1000}) {
                cases.add(random(random, rows, classes, 1 << 20, 0));
                // few distinct scores: ties everywhere
                cases.add(random(random, rows, classes, 4, 0));
                // class 0 is never actual
                cases.add(random(random, rows, classes, 8, 1));
            }
        }
        // scores that are one 32-bit float and twenty 64-bit floats
        for (int classes : new int[] {2, 3}) {
            cases.add(narrow(random, 500, classes));
        }
        // certain and wrong, certain and right: clipping
        cases.add(new Case(new int[] {0, 1, 1}, new double[][] {{0, 1}, {0, 1}, {0.5, 0.5}}, 2));
        // all scores the same
        cases.add(new Case(new int[] {0, 1, 1, 0}, new double[][] {{.5, .5}, {.5, .5}, {.5, .5}, {.5, .5}}, 2));
        // a class that is actual and never predicted
        cases.add(
                new Case(new int[] {0, 1, 2, 2}, new double[][] {{1, 0, 0}, {0, 1, 0}, {.6, .4, 0}, {.3, .5, .2}}, 3));

        JsonNode answers =
                Oracle.python(List.of("sklearn", "numpy"), SCRIPT, new ObjectMapper().writeValueAsString(cases));
        for (int i = 0; i < cases.size(); i++) {
            compare("case " + i, cases.get(i), answers.get(i));
        }
    }

    private static void compare(String name, Case rows, JsonNode expected) {
        ClassificationMetrics metrics = ClassificationMetrics.of(rows.actual, rows.probabilities, rows.classes);
        for (String metric : List.of(
                "accuracy",
                "balanced_accuracy",
                "precision_macro",
                "recall_macro",
                "f1_macro",
                "f1_weighted",
                "roc_auc",
                "average_precision",
                "brier",
                "ece",
                "ece_equal_mass",
                "log_loss")) {
            same(name + ": " + metric, expected.get(metric), metrics.value(metric, null));
        }
        assertEquals(
                name,
                expected.get("log_loss_float32").asDouble(),
                metrics.value("log_loss", null),
                2e-6 * Math.max(1, expected.get("log_loss_float32").asDouble()));
        sameCurve(name, expected.get("ece_curve"), metrics.reliability(Reliability.Binning.EQUAL_WIDTH));
        sameCurve(name, expected.get("ece_equal_mass_curve"), metrics.reliability(Reliability.Binning.EQUAL_MASS));
        JsonNode byClass = expected.get("by_class");
        long[][] confusion = metrics.confusion();
        for (int c = 0; c < rows.classes; c++) {
            boolean actual = byClass.get(3).get(c).asDouble() > 0;
            boolean there = actual;
            for (int other = 0; other < rows.classes; other++) {
                assertEquals(name, expected.get("confusion").get(c).get(other).asLong(), confusion[c][other]);
                there |= confusion[other][c] > 0;
            }
            same(name + ": precision", there ? byClass.get(0).get(c) : null, metrics.value("precision", c));
            same(name + ": recall", actual ? byClass.get(1).get(c) : null, metrics.value("recall", c));
            same(name + ": f1", there ? byClass.get(2).get(c) : null, metrics.value("f1", c));
            same(name + ": auc", expected.get("auc_by_class").get(c), metrics.value("roc_auc", c));
            same(name + ": ap", expected.get("ap_by_class").get(c), metrics.value("average_precision", c));
        }
    }

    private static void sameCurve(String name, JsonNode expected, List<Reliability.Bin> bins) {
        List<Reliability.Bin> filled =
                bins.stream().filter(bin -> bin.rows() > 0).toList();
        assertEquals(name, expected.get(0).size(), filled.size());
        for (int i = 0; i < filled.size(); i++) {
            assertEquals(name, expected.get(0).get(i).asDouble(), filled.get(i).observed(), 1e-12);
            assertEquals(name, expected.get(1).get(i).asDouble(), filled.get(i).predicted(), 1e-12);
        }
    }

    @Test
    public void labelsAloneTellNoProbabilities() {
        ClassificationMetrics labels =
                ClassificationMetrics.of(new int[] {0, 1, 1}, new double[][] {{1, 0}, {0, 1}, {1, 0}}, 2, 1, false);
        assertEquals(2.0 / 3, labels.value("accuracy", null), 1e-15);
        for (MetricName name : MetricName.values()) {
            if (name.needsProbabilities()) {
                assertNull(name.id(), labels.value(name.id(), null));
            }
        }
    }

    private static void same(String name, JsonNode expected, Double value) {
        if (expected == null || expected.isNull()) {
            assertNull(name, value);
        } else {
            assertEquals(name, expected.asDouble(), value, 1e-12);
        }
    }

    @Test
    public void multiplicitiesAreRowsRepeated() {
        Case rows = random(new SplittableRandom(7), 40, 3, 6, 0);
        SplittableRandom random = new SplittableRandom(8);
        int[] counts = random.ints(40, 0, 4).toArray();
        List<Integer> repeated = new ArrayList<>();
        for (int row = 0; row < counts.length; row++) {
            for (int i = 0; i < counts[row]; i++) {
                repeated.add(random.nextInt(repeated.size() + 1), row);
            }
        }
        ClassificationMetrics unfolded = ClassificationMetrics.of(
                repeated.stream().mapToInt(row -> rows.actual[row]).toArray(),
                repeated.stream().map(row -> rows.probabilities[row]).toArray(double[][]::new),
                3);
        ClassificationMetrics folded = ClassificationMetrics.of(rows.actual, rows.probabilities, 3);
        double[] expected = unfolded.evaluate();
        double[] found = folded.evaluate(counts);
        // the bins of equal mass stay those of the rows as they are
        int equalMass = folded.metrics().indexOf(MetricKey.of(MetricName.ECE_EQUAL_MASS));
        expected[equalMass] = found[equalMass];
        assertArrayEquals(expected, found, 1e-12);
    }

    @Test
    public void thePositiveClassIsTheOneNamed() {
        int[] actual = {0, 0, 0, 1};
        double[][] probabilities = {{.9, .1}, {.8, .2}, {.3, .7}, {.4, .6}};
        ClassificationMetrics first = ClassificationMetrics.of(actual, probabilities, 2, 0);
        assertEquals(2.0 / 3, first.value("recall", null), 1e-15);
        assertEquals(first.value("recall", 0), first.value("recall", null));
        assertEquals(0.5, ClassificationMetrics.of(actual, probabilities, 2).value("precision", null), 1e-15);
    }

    @Test
    public void undefinedMetricsAreLeftOut() {
        ClassificationMetrics empty = ClassificationMetrics.of(new int[0], new double[0][], 3);
        assertTrue(empty.values().isEmpty());
        assertNull(empty.value("accuracy", null));
        ClassificationMetrics oneClass =
                ClassificationMetrics.of(new int[] {1, 1}, new double[][] {{.2, .8}, {.1, .9}}, 2);
        assertFalse(oneClass.values().containsKey("roc_auc"));
        assertNull(oneClass.value("recall", 0));
        assertEquals(1, oneClass.value("recall", 1), 0);
    }

    @Test
    public void refusesWhatCannotBe() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassificationMetrics.of(new int[] {2}, new double[][] {{.5, .5}}, 2));
        assertThrows(
                IllegalArgumentException.class, () -> ClassificationMetrics.of(new int[] {0, 1}, new double[1][], 2));
        ClassificationMetrics three = ClassificationMetrics.of(new int[] {0}, new double[][] {{1, 0, 0}}, 3);
        assertThrows(IllegalArgumentException.class, () -> three.value("recall", null));
        assertThrows(IllegalArgumentException.class, () -> three.value("rmse", null));
        assertThrows(IllegalArgumentException.class, () -> three.value("recal", null));
    }

    /** Rows that differ by a few times 1e-12 in their probabilities. */
    private static Case narrow(SplittableRandom random, int rows, int classes) {
        int[] actual = random.ints(rows, 0, classes).toArray();
        double[][] probabilities = new double[rows][classes];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(probabilities[row], 1.0 / classes);
            double step = 1e-12 * (random.nextInt(20) + (actual[row] == 1 ? 5 : 0));
            probabilities[row][0] -= step;
            probabilities[row][1] += step;
        }
        return new Case(actual, probabilities, classes);
    }

    /** Rows whose probabilities are multiples of 1/grid before they are made to add up to 1. */
    private static Case random(SplittableRandom random, int rows, int classes, int grid, int firstClass) {
        int[] actual = random.ints(rows, firstClass, classes).toArray();
        double[][] probabilities = new double[rows][classes];
        for (double[] row : probabilities) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                row[c] = random.nextInt(grid) + (c == classes - 1 ? 1 : 0);
                sum += row[c];
            }
            for (int c = 0; c < classes; c++) {
                row[c] /= sum;
            }
        }
        return new Case(actual, probabilities, classes);
    }
}
