package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.Unreadable;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whether a model is right as often as it was, from answers and labels in memory. */
public class QualityDriftTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private DriftProject project;
    private Manifest data;

    @Before
    public void weather() throws Exception {
        project = new DriftProject(temporary.newFolder().toPath());
        data = project.version("r1");
    }

    /** SciPy's {@code binomtest(k, n).proportion_ci(method='wilson')} of 60 of 100 and 320 of 400, combined by Newcombe's method 10. */
    @Test
    public void anAccuracyThatFellHasDrifted() throws Exception {
        QualityDrift drift = accuracy(60);
        Check check = drift.check();
        assertTrue(drift.drifted());
        assertEquals(Outcome.FAILED, check.outcome());
        assertEquals("accuracy", check.name());
        assertEquals("drift", check.group());
        assertEquals(100L, (long) check.sampleSize());
        assertEquals("sha256:cu", check.dataVersion());
        assertEquals("3", check.modelVersion());
        assertEquals(-.2, check.value(), 1e-12);
        assertEquals(-.05, check.threshold(), 0);
        assertEquals(">=", check.comparison());
        assertEquals(-.30449159694629896, check.interval().lower(), 1e-9);
        assertEquals(-.10015194344412788, check.interval().upper(), 1e-9);
        assertEquals(
                "accuracy 0.6 on 100 labelled rows against 0.8 when it was validated: the interval of the difference, [-0.304,"
                        + " -0.1], is below -0.05",
                check.message());
    }

    @Test
    public void anIntervalThatReachesTheMarginIsNoDrift() throws Exception {
        QualityDrift drift = accuracy(66);
        assertFalse(drift.drifted());
        assertEquals(Outcome.PASSED, drift.check().outcome());
        assertEquals(-.044857631901959225, drift.check().interval().upper(), 1e-9);
        assertEquals(
                "accuracy 0.66 on 100 labelled rows against 0.8 when it was validated: the interval of the difference, [-0.244,"
                        + " -0.0449], is not below -0.05",
                drift.check().message());
    }

    /** Rows without an answer, without a label, or that another version answered, do not count. */
    @Test
    public void onlyLabelledAnswersOfThisVersionCount() throws Exception {
        DriftModel model = model("accuracy", .8, 400, Map.of(), "classification");
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            truth.add("sun");
            predicted.add("sun");
            versions.add("3");
        }
        for (String[] other : new String[][] {{"rain", "sun", "2"}, {"rain", null, "3"}, {null, "sun", "3"}}) {
            truth.add(other[0]);
            predicted.add(other[1]);
            versions.add(other[2]);
        }
        Check check = judge(model, texts(truth), texts(predicted), texts(versions), "{}")
                .orElseThrow()
                .check();
        assertEquals(40L, (long) check.sampleSize());
        assertEquals(.2, check.value(), 1e-12);
        Check few = judge(model, texts(truth), texts(predicted), texts(versions), "{minRows: 41}")
                .orElseThrow()
                .check();
        assertEquals(Outcome.SKIPPED, few.outcome());
        assertNull(few.value());
        assertEquals(
                "accuracy not judged: only 40 predictions of seattle-weather version 3 have a label, 41 are needed",
                few.message());
        assertEquals(
                Outcome.PASSED,
                judge(model, texts(truth), texts(predicted), texts(versions), "{minRows: 40}")
                        .orElseThrow()
                        .check()
                        .outcome());
    }

    @Test
    public void withoutLabelsNothingIsSaid() throws Exception {
        DriftModel model = model("accuracy", .8, 400, Map.of(), "classification");
        CurrentRows none = new CurrentRows(
                "sha256:cu",
                table(1),
                texts(List.of("sun")),
                texts(List.of("3")),
                texts(List.of("sun")),
                false,
                new Unreadable());
        assertEquals(Optional.empty(), QualityDrift.judge(project.context("{}"), model, none));
    }

    @Test
    public void aModelWithoutTheMetricCannotBeCompared() throws Exception {
        String missing =
                "accuracy not judged: the package of seattle-weather version 3 has no accuracy on held-out rows to"
                        + " compare with: validateModel records it";
        for (DriftModel model : List.of(
                model("rmse", .8, 400, Map.of(), "classification"),
                model("accuracy", .8, 0, Map.of(), "classification"))) {
            QualityDrift drift = judge(model, texts(same("sun")), texts(same("sun")), texts(same("3")), "{}")
                    .orElseThrow();
            assertFalse(drift.drifted());
            assertEquals(Outcome.SKIPPED, drift.check().outcome());
            assertEquals(missing, drift.check().message());
        }
        DriftModel one = model("accuracy", .8, 1, Map.of(), "classification");
        assertEquals(
                Outcome.PASSED,
                judge(one, texts(same("sun")), texts(same("sun")), texts(same("3")), "{}")
                        .orElseThrow()
                        .check()
                        .outcome());
    }

    /**
     * Residuals 1 + (7 i mod 20) / 10 of 100 rows; Hall's interval of the mean square and MOVER on ln RMSE, computed with NumPy and SciPy as
     * in {@link FeedbackDriftTest#numbersAreJudgedByTheirRmse}.
     */
    @Test
    public void anRmseThatRoseHasDrifted() throws Exception {
        QualityDrift worse = rmse(1.2, Map.of("lower", 1.1, "upper", 1.3, "confidence", 0.95));
        Check check = worse.check();
        assertTrue(worse.drifted());
        assertEquals("rmse", check.name());
        assertEquals(.694558283971896, check.value(), 1e-9);
        assertEquals(.5364877484327291, check.interval().lower(), 1e-9);
        assertEquals(.8829853333549023, check.interval().upper(), 1e-9);
        assertEquals(.05, check.threshold(), 0);
        assertEquals("<=", check.comparison());
        assertEquals(
                "RMSE 2.03 on 100 labelled rows against 1.2 when it was validated: the interval of the relative increase,"
                        + " [0.536, 0.883], is above 0.05",
                check.message());
        QualityDrift same = rmse(2, Map.of("lower", 1.9, "upper", 2.1, "confidence", 0.95));
        assertFalse(same.drifted());
        assertEquals(.01673497038313765, same.check().value(), 1e-9);
        assertEquals(-.05633689153211541, same.check().interval().lower(), 1e-9);
        assertEquals(.09986715309627558, same.check().interval().upper(), 1e-9);
        assertEquals(
                "RMSE 2.03 on 100 labelled rows against 2 when it was validated: the interval of the relative increase,"
                        + " [-0.0563, 0.0999], is not above 0.05",
                same.check().message());
    }

    /** An interval of 90 % is as wide as one of 95 % would be: by the ratio of the normal quantiles. */
    @Test
    public void anIntervalOfAnotherConfidenceIsWidened() throws Exception {
        Check check =
                rmse(1.9, Map.of("lower", 1.8, "upper", 2.0, "confidence", 0.9)).check();
        assertEquals(.07024733724540799, check.value(), 1e-9);
        assertEquals(-.015166719244422477, check.interval().lower(), 1e-9);
        assertEquals(.16838108389230633, check.interval().upper(), 1e-9);
    }

    @Test
    public void anRmseOfZeroOrWithoutAnIntervalHasNoRelativeChange() throws Exception {
        String none = "rmse not judged: an RMSE of 0, or one without an interval, has no relative change";
        assertEquals(
                none,
                rmse(0, Map.of("lower", 0.0, "upper", 0.0, "confidence", 0.95))
                        .check()
                        .message());
        assertEquals(none, rmse(1.2, null).check().message());
        assertEquals(
                none,
                rmse(1.2, Map.of("lower", 0.0, "upper", 1.3, "confidence", 0.95))
                        .check()
                        .message());
        DriftModel model = model("rmse", 1.2, 400, Map.of("lower", 1.1, "upper", 1.3, "confidence", .95), "regression");
        assertEquals(
                none,
                judge(model, new ColumnValues.Numbers(new double[60]), texts(same("0")), texts(same("3")), "{}")
                        .orElseThrow()
                        .check()
                        .message());
        double[] few = new double[49];
        java.util.Arrays.setAll(few, i -> i);
        assertEquals(
                "rmse not judged: 49 rows are too few for an interval of the RMSE, 50 are needed",
                judge(
                                model,
                                new ColumnValues.Numbers(few),
                                texts(same("0").subList(0, 49)),
                                texts(same("3").subList(0, 49)),
                                "{}")
                        .orElseThrow()
                        .check()
                        .message());
    }

    private QualityDrift accuracy(int right) throws Exception {
        List<String> truth = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            truth.add("sun");
            predicted.add(i < right ? "sun" : "rain");
            versions.add("3");
        }
        return judge(
                        model("accuracy", .8, 400, Map.of(), "classification"),
                        texts(truth),
                        texts(predicted),
                        texts(versions),
                        "{}")
                .orElseThrow();
    }

    private QualityDrift rmse(double before, Map<String, Object> interval) throws Exception {
        double[] truth = new double[100];
        List<String> predicted = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            truth[i] = i;
            predicted.add(String.valueOf(i + 1 + (7 * i % 20) / 10.0));
            versions.add("3");
        }
        return judge(
                        model("rmse", before, 400, interval, "regression"),
                        new ColumnValues.Numbers(truth),
                        texts(predicted),
                        texts(versions),
                        "{}")
                .orElseThrow();
    }

    private Optional<QualityDrift> judge(
            DriftModel model,
            ColumnValues truth,
            ColumnValues.Texts predictions,
            ColumnValues.Texts versions,
            String drift)
            throws Exception {
        CurrentRows rows =
                new CurrentRows("sha256:cu", table(truth.size()), predictions, versions, truth, true, new Unreadable());
        return QualityDrift.judge(project.context(drift), model, rows);
    }

    private DriftModel model(String metric, double value, long rows, Map<String, Object> interval, String task)
            throws Exception {
        Map<String, Object> recorded =
                new HashMap<>(Map.of("name", metric, "value", value, "sampleSize", rows, "higherIsBetter", true));
        if (interval != null && !interval.isEmpty()) {
            recorded.put("interval", interval);
        }
        project.metrics = List.of(recorded);
        Path folder = project.packaged("champion", data, task, new long[0]);
        ModelReference reference = new ModelReference(
                "seattle-weather", 3, PackageReader.read(folder).digest(), "champion");
        return new DriftModel(reference, PackageReader.read(folder), null);
    }

    private static List<String> same(String value) {
        return java.util.Collections.nCopies(60, value);
    }

    private static ColumnValues.Texts texts(List<String> values) {
        return new ColumnValues.Texts(values.toArray(String[]::new));
    }

    private static Table table(int rows) {
        return new Table(
                new Schema(List.of(new Column("wind", ColumnType.DECIMAL, false))),
                List.of(new ColumnValues.Numbers(new double[rows])),
                new long[rows]);
    }
}
