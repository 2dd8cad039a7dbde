package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FairnessTest {
    private static final String DIABETES = "path: data/diabetes.csv\ntarget: progression\ntask: regression\n";
    private static final String CANCER = "path: data/breast-cancer.csv\ntarget: diagnosis\n";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private JudgedProject project;

    @Before
    public void open() throws Exception {
        project = new JudgedProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void aRegressionIsComparedBySex() throws Exception {
        StageOutcome outcome = project.data("diabetes.csv", DIABETES)
                .candidate(JudgedProject::byBodyMass)
                .split("{train: 0.4, validation: 0.1, test: 0.5}")
                .settings(
                        "gates: [{metric: mae_ratio, by: sex, min: 0.5}, {metric: mean_error_difference, by: sex, max: 0.001}]")
                .validate();
        assertEquals(Verdict.FAILED, outcome.verdict());
        Check failed = outcome.checks().get(0);
        assertEquals("mean_error_difference by sex <= 0.001", failed.name());
        assertEquals("fairness", failed.group());
        assertTrue(
                failed.message(),
                failed.message()
                        .matches(
                                "mean_error_difference by sex [0-9.]+ \\[[0-9.]+, [0-9.]+\\] is above 0.001: mean_error"
                                        + " -?[0-9.]+ where sex is [12], -?[0-9.]+ where sex is [12] \\(\\d+ rows\\)"));
        assertEquals(Outcome.PASSED, outcome.checks().get(1).outcome());
        ValidateModelDetail.Fairness told =
                ((ValidateModelDetail) outcome.detail()).fairness().get(0);
        assertEquals("sex", told.column());
        assertNull(told.label());
        assertEquals(2, told.groups().size());
        assertEquals(4, told.metrics().size());
        assertTrue(told.groups().get(0).metrics().get(0).interval().lower()
                < told.groups().get(0).metrics().get(0).value());
    }

    @Test
    public void smallGroupsAreToldAndNotCompared() throws Exception {
        StageOutcome outcome = project.data("breast-cancer.csv", CANCER)
                .candidate(JudgedProject::byRadius)
                .settings("fairness: [mean_texture]\nminSliceRows: 30\n"
                        + "gates: [{metric: demographic_parity_ratio, by: mean_texture, min: 0.8}]")
                .validate();
        // about 114 rows in quarters: some have fewer than 30
        ValidateModelDetail.Fairness told =
                ((ValidateModelDetail) outcome.detail()).fairness().get(0);
        assertEquals("malignant", told.label());
        long compared = told.groups().stream()
                .filter(ValidateModelDetail.Group::compared)
                .count();
        assertTrue(compared < told.groups().size());
        told.groups().stream()
                .filter(group -> !group.compared())
                .forEach(group -> assertNull(group.metrics().get(0).interval()));
        StageOutcome none = project.settings("minSliceRows: 300\n"
                        + "gates: [{metric: equalized_odds_difference, by: mean_texture, max: 0.1, on: upperBound}]")
                .validate();
        assertEquals(
                "equalized_odds_difference by mean_texture cannot be judged: fewer than two groups have"
                        + " validate.minSliceRows 300 rows or more",
                none.checks().get(0).message());
        assertEquals(Verdict.INCONCLUSIVE, none.verdict());
    }

    @Test
    public void valuesOfSensitiveColumnsAreNotShown() throws Exception {
        StageOutcome outcome = project.data("diabetes.csv", DIABETES + "columns: {sex: {sensitive: true}}\n")
                .candidate(JudgedProject::byBodyMass)
                .settings("gates: [{metric: mae_difference, by: sex, max: 0.001}]")
                .validate();
        String message = outcome.checks().get(0).message();
        assertTrue(message, message.contains("where sex is value 1"));
        assertFalse(message, message.contains("where sex is 1"));
    }

    /** How groups differ is told, also by the model's errors; what the numbers are is not. */
    @Test
    public void numbersOfASensitiveTargetAreNotTold() throws Exception {
        String settings = "fairness: [s4]\nslices: [s4]\nminSliceRows: %d\n"
                + "gates: [{metric: mean_prediction_difference, by: s4, max: 0.5}, {metric: mae_difference, by: s4, max: 0.5}]";
        project.data("diabetes.csv", DIABETES)
                .candidate(JudgedProject::byBodyMass)
                .split("{train: 0.4, validation: 0.1, test: 0.5}");
        int[] sizes = ((ValidateModelDetail)
                        project.settings(settings.formatted(1)).validate().detail())
                .slices().stream()
                        .mapToInt(slice -> (int) slice.rows())
                        .sorted()
                        .toArray();
        int enough = sizes[sizes.length - 2];
        ValidateModelDetail open = (ValidateModelDetail)
                project.settings(settings.formatted(enough)).validate().detail();
        StageOutcome outcome = project.data("diabetes.csv", DIABETES + "columns: {progression: {sensitive: true}}\n")
                .candidate(JudgedProject::byBodyMass)
                .settings(settings.formatted(enough))
                .validate();
        ValidateModelDetail hidden = (ValidateModelDetail) outcome.detail();
        assertEquals(open.fairness().get(0).metrics(), hidden.fairness().get(0).metrics());
        int small = 0;
        for (ValidateModelDetail.Group group : hidden.fairness().get(0).groups()) {
            small += group.compared() ? 0 : 1;
            assertEquals(
                    group.compared() ? List.of("mean_error", "mae") : List.of(),
                    group.metrics().stream().map(MetricValue::name).toList());
        }
        for (ValidateModelDetail.Slice slice : hidden.slices()) {
            assertEquals(slice.rows() < enough, slice.metrics().isEmpty());
        }
        assertTrue(small > 0 && small < hidden.slices().size());
        String message = outcome.checks().stream()
                .map(Check::message)
                .filter(told -> told.startsWith("mean_prediction_difference"))
                .findFirst()
                .orElseThrow();
        assertTrue(
                message,
                message.matches(
                        ".* is above 0.5: the lowest in quarter . of . of s4, the highest in quarter . of . of s4 .*"));
    }

    @Test
    public void whatIsNotFairnessIsRefused() throws Exception {
        project.data("breast-cancer.csv", CANCER).candidate(JudgedProject::byRadius);
        refused(
                "validate.gates.0.metric: no metric of fairness is called 'demographic_parity_ration'; did you mean"
                        + " 'demographic_parity_ratio'?",
                "{metric: demographic_parity_ration, by: mean_texture, min: 0.8}");
        refused(
                "validate.gates.0.metric: recall is a metric of rows, not of fairness; remove 'by', or say 'slice'",
                "{metric: recall, by: mean_texture, min: 0.8}");
        refused(
                "validate.gates.0.metric: mae_ratio is a metric of a regression, and this is a classification",
                "{metric: mae_ratio, by: mean_texture, min: 0.8}");
        refused(
                "validate.gates.0.by: the data have no column 'gender'",
                "{metric: demographic_parity_ratio, by: gender, min: 0.8}");
    }

    private void refused(String message, String gate) {
        InputException refused = assertThrows(InputException.class, () -> project.settings("gates: [" + gate + "]")
                .validate());
        assertTrue(refused.getMessage(), refused.getMessage().startsWith(message));
    }
}
