package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Slice;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The stage on real data, with models that are rules of thumb. */
public class ValidateModelTest {
    private static final String CANCER = "path: data/breast-cancer.csv\ntarget: diagnosis\n";
    private static final String DIABETES = "path: data/diabetes.csv\ntarget: progression\ntask: regression\n";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private JudgedProject project;

    @Before
    public void open() {
        project = new JudgedProject(folder.getRoot().toPath().toAbsolutePath());
    }

    @Test
    public void aGoodModelPasses() throws Exception {
        StageOutcome outcome = project.data("breast-cancer.csv", CANCER)
                .settings("gates: [{metric: accuracy, min: 0.85}, {metric: recall, class: malignant, min: 0.5}]")
                .candidate(JudgedProject::byRadius)
                .validate();
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .matches(
                                "accuracy 0\\.\\d\\d \\[0\\.\\d\\d, (0\\.\\d\\d|1\\.00)\\] \\(\\d+ rows\\); 2 gates, 1 weak pass; to look at: no data.key"));
        ValidateModelDetail detail = (ValidateModelDetail) outcome.detail();
        assertEquals("classification", detail.task());
        assertEquals("test", detail.split());
        assertEquals(List.of("benign", "malignant"), detail.confusion().labels());
        assertEquals(
                detail.rows(),
                detail.confusion().counts().stream()
                        .flatMap(List::stream)
                        .mapToLong(Long::longValue)
                        .sum());
        assertNull(detail.residuals());
        assertNull(detail.champion());
        MetricValue accuracy = detail.metrics().get(0);
        assertEquals("accuracy", accuracy.name());
        assertTrue(accuracy.interval().lower() < accuracy.value());
        assertTrue(accuracy.interval().upper() > accuracy.value());
        Check check = outcome.checks().get(0);
        assertEquals(outcome.provenance().dataVersion(), check.dataVersion());
        assertTrue(check.modelVersion(), check.modelVersion().matches("sha256:[0-9a-f]{64}"));
        assertEquals("junit", outcome.files().get(0).role());
        assertEquals(".cd4ml/runs/r/validate/junit.xml", outcome.files().get(0).path());
        assertTrue(Files.readString(project.folder.resolve(".cd4ml/runs/r/validate/junit.xml"))
                .contains("classname=\"test.validateModel\" name=\"accuracy &gt;= 0.85\""));
    }

    @Test
    public void everyFigureIsFiniteAndNamedOnce() throws Exception {
        StageOutcome outcome = project.data("breast-cancer.csv", CANCER)
                .settings("slices: [mean_texture]")
                .candidate(JudgedProject::byRadius)
                .validate();
        ValidateModelDetail detail = (ValidateModelDetail) outcome.detail();
        Protocol.write(detail);
        List<String> names = detail.metrics().stream()
                .map(metric -> metric.name() + " " + metric.label())
                .toList();
        assertEquals(names.size(), names.stream().distinct().count());
        assertEquals(
                List.of(
                        "accuracy null",
                        "balanced_accuracy null",
                        "precision_macro null",
                        "recall_macro null",
                        "f1_macro null",
                        "f1_weighted null",
                        "roc_auc null",
                        "average_precision null",
                        "log_loss null",
                        "brier null",
                        "ece null",
                        "ece_equal_mass null",
                        "precision benign",
                        "recall benign",
                        "f1 benign",
                        "precision malignant",
                        "recall malignant",
                        "f1 malignant"),
                names);
        assertEquals(4, detail.slices().size());
        assertEquals(
                detail.rows(), detail.slices().stream().mapToLong(Slice::rows).sum());
        assertEquals(
                List.of("malignant"),
                detail.slices().get(0).metrics().stream()
                        .filter(metric -> metric.name().equals("recall"))
                        .map(MetricValue::label)
                        .toList());
    }

    @Test
    public void aFailedGateComesFirstAndStopsTheModel() throws Exception {
        StageOutcome outcome = project.data("breast-cancer.csv", CANCER)
                .settings(
                        "gates: [{metric: accuracy, min: 0.6}, {metric: recall, min: 0.999}, {metric: roc_auc, min: 1}]")
                .candidate(JudgedProject::byRadius)
                .validate();
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .matches(
                                "Not promoted: recall for malignant 0\\.\\d+ \\[.*\\] is below 0\\.999 \\(\\d+ rows\\); 1 more failed"));
        assertEquals(
                List.of("recall for malignant >= 0.999", "roc_auc >= 1", "accuracy >= 0.6"),
                gates(outcome).stream().map(Check::name).toList());
    }

    @Test
    public void regressionsHaveResidualsAndOtherMetrics() throws Exception {
        StageOutcome outcome = project.data("diabetes.csv", DIABETES)
                .settings("gates: [{metric: r2, min: 0, on: lowerBound}, {metric: rmse, max: 100}]\nslices: [sex]")
                .candidate(JudgedProject::byBodyMass)
                .validate();
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        assertTrue(outcome.summary(), outcome.summary().startsWith("rmse "));
        ValidateModelDetail detail = (ValidateModelDetail) outcome.detail();
        assertNull(detail.confusion());
        assertEquals(
                detail.rows(),
                detail.residuals().counts().stream().mapToLong(count -> count).sum());
        assertEquals(
                List.of("rmse", "mae", "r2", "median_ae", "mape"),
                detail.metrics().stream().map(MetricValue::name).toList());
        assertEquals(
                List.of("1", "2"),
                detail.slices().stream().map(Slice::value).sorted().toList());
    }

    @Test
    public void aGateMustHoldInEverySliceThatIsLargeEnough() throws Exception {
        StageOutcome outcome = project.data("breast-cancer.csv", CANCER)
                .settings("gates: [{metric: accuracy, min: 0.88, slice: mean_radius}]\nminSliceRows: 15")
                .candidate(JudgedProject::byRadius)
                .validate();
        List<Check> checks = gates(outcome);
        assertEquals(4, checks.size());
        assertTrue(checks.stream().allMatch(check -> check.group().equals("slice")));
        assertTrue(
                checks.stream().map(Check::name).toList().toString(),
                checks.stream()
                        .anyMatch(check -> check.name().equals("accuracy >= 0.88 in quarter 2 of 4 of mean_radius")));
        // the rule of thumb is a cut through the radius: sure at both ends, wrong around the cut
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertEquals(Outcome.PASSED, checks.get(3).outcome());
        assertTrue(checks.get(0).message(), checks.get(0).message().contains(" of 4 of mean_radius 0."));
    }

    @Test
    public void smallSlicesAreSkippedAndNoneAtAllIsInconclusive() throws Exception {
        StageOutcome outcome = project.data("breast-cancer.csv", CANCER)
                .settings("gates: [{metric: accuracy, min: 0.1, slice: mean_radius}]\nminSliceRows: 500")
                .candidate(JudgedProject::byRadius)
                .validate();
        assertEquals(
                "{INCONCLUSIVE=1, SKIPPED=4}",
                gates(outcome).stream()
                        .collect(Collectors.groupingBy(Check::outcome, TreeMap::new, Collectors.counting()))
                        .toString());
        assertEquals(
                "Not shown: accuracy in each slice of mean_radius cannot be judged: in no slice is the metric known on"
                        + " 500 rows or more; to look at: no data.key",
                outcome.summary());
        ValidateModelDetail detail = (ValidateModelDetail) outcome.detail();
        assertEquals(4, detail.slices().size());
        assertNull(detail.slices().get(0).metrics().get(0).interval());
        assertNotNull(detail.slices().get(0).metrics().get(0).value());
    }

    /** The second judgement knows of the first. */
    private static JsonNode withoutReuse(StageOutcome outcome) {
        JsonNode detail = Protocol.mapper().valueToTree(outcome.detail());
        ((ObjectNode) detail.get("evidence")).remove("reuse");
        return detail;
    }

    /** What the gates say, without what is checked anyway. */
    private static List<Check> gates(StageOutcome outcome) {
        return outcome.checks().stream()
                .filter(check -> check.group().equals("gate") || check.group().equals("slice"))
                .toList();
    }

    @Test
    public void sensitiveValuesAppearNowhere() throws Exception {
        StageOutcome outcome = project.data(
                        "breast-cancer.csv",
                        CANCER + "columns: {diagnosis: {sensitive: true}, mean_radius: {sensitive: true}}\n")
                .settings("gates: [{metric: recall, class: malignant, min: 0.99}]\nslices: [mean_radius, diagnosis]")
                .candidate(JudgedProject::byRadius)
                .validate();
        String told = Protocol.write(outcome.detail())
                + Protocol.write(outcome.checks())
                + outcome.summary()
                + Files.readString(project.folder.resolve(".cd4ml/runs/r/validate/junit.xml"));
        assertFalse(told, told.contains("malignant") || told.contains("benign"));
        assertTrue(told, told.contains("recall for value 2"));
        assertTrue(told, told.contains("\"quarter 1 of 4\""));
    }

    @Test
    public void theSameSeedTellsTheSame() throws Exception {
        project.data("breast-cancer.csv", CANCER).candidate(JudgedProject::byRadius);
        assertEquals(withoutReuse(project.validate()), withoutReuse(project.validate()));
    }

    @Test
    public void whatEarlierStagesLeftMustBeThereAndFit() throws Exception {
        project.candidate(JudgedProject::byRadius);
        assertRefused("there is no data version at ", () -> project.withoutData(CANCER)
                .validate());
        project.data("breast-cancer.csv", CANCER);
        Files.delete(project.folder.resolve(".cd4ml/runs/r/model/model.json"));
        assertRefused("there is no trained model in ", () -> project.validate());
        project.model("mean_area", List.of("benign", "malignant"));
        assertRefused("the trained model predicts mean_area (classification)", () -> project.validate());
        project.model("diagnosis", List.of("benign", "unknown"));
        assertRefused(
                "the trained model predicts a class of diagnosis that the data do not have", () -> project.validate());
    }

    @Test
    public void rowsThatTaughtTheModelCannotJudgeIt() throws Exception {
        project.data("breast-cancer.csv", CANCER).candidate(JudgedProject::byRadius);
        Table table = project.table();
        project.trainedOn(table.keys());
        assertRefused("split: the model was trained on ", () -> project.validate());
    }

    @Test
    public void aModelThatPredictsNothingIsNotJudged() throws Exception {
        project.data("breast-cancer.csv", CANCER).candidate((table, row) -> new double[] {Float.NaN, Float.NaN});
        assertRefused("the model predicts no finite number for ", () -> project.validate());
    }

    @Test
    public void noHeldOutRowsIsAMistake() throws Exception {
        project.data("breast-cancer.csv", CANCER)
                .split("train: 0.8\n  validation: 0.2\n  test: 0")
                .candidate(JudgedProject::byRadius);
        assertRefused("validate.split: no row of the data falls into test", () -> project.validate());
    }

    @Test
    public void mistakesInGatesAreFoundBeforeAnythingIsPredicted() throws Exception {
        project.data("breast-cancer.csv", CANCER)
                .settings("gates: [{metric: acuracy, min: 0.9}]")
                .candidate((table, row) -> {
                    throw new AssertionError("asked");
                });
        assertRefused("validate.gates.0.metric: no metric is called 'acuracy'", () -> project.validate());
        project.settings("slices: [mean_radios]");
        assertRefused(
                "validate.slices.0: the data have no column 'mean_radios'; did you mean 'mean_radius'?",
                () -> project.validate());
    }

    private interface Failing {
        void run() throws Exception;
    }

    private static void assertRefused(String start, Failing action) {
        InputException refused = assertThrows(InputException.class, action::run);
        assertTrue(refused.getMessage(), refused.getMessage().startsWith(start));
    }
}
