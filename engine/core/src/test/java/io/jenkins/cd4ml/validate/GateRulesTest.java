package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.config.SettingsFromYaml;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.config.ValidateSettings.Gate;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.util.List;
import org.junit.Test;

public class GateRulesTest {
    private static final Schema SCHEMA = new Schema(List.of(new Column("sex", ColumnType.CATEGORY, false)));
    private static final Labels BINARY = Labels.of(List.of("benign", "malignant"), false, new long[] {357, 212}, null);
    private static final Labels WEATHER =
            Labels.of(List.of("drizzle", "fog", "rain"), false, new long[] {5, 6, 7}, null);

    @Test
    public void aGateWithTwoLimitsIsTwoRules() {
        List<GateRule> rules = rules(BINARY, gate("accuracy", null, .75, .99, null));
        assertEquals(
                List.of("accuracy >= 0.75", "accuracy <= 0.99"),
                rules.stream().map(rule -> rule.describe(BINARY)).toList());
    }

    @Test
    public void theSameRuleTwiceIsOne() {
        assertEquals(
                1,
                rules(BINARY, gate("recall", null, .9, null, null), gate("recall", "malignant", .9, null, null))
                        .size());
    }

    @Test
    public void binaryGatesSpeakOfThePositiveClass() {
        assertEquals(
                "recall for malignant >= 0.9",
                rules(BINARY, gate("recall", null, .9, null, null)).get(0).describe(BINARY));
        Labels benign = Labels.of(List.of("benign", "malignant"), false, new long[] {357, 212}, "benign");
        assertEquals(
                "recall for benign >= 0.9",
                rules(benign, gate("recall", null, .9, null, null)).get(0).describe(benign));
        // equally many: the later class
        assertEquals(
                1, Labels.of(List.of("a", "b"), false, new long[] {5, 5}, null).positive());
    }

    @Test
    public void unknownNamesAreToldTheNearest() {
        refused(
                "validate.gates.0.metric: no metric is called 'acuracy'; did you mean 'accuracy'?",
                BINARY,
                gate("acuracy", null, .9, null, null));
        refused(
                "validate.gates.1.class: no class is called 'malignent'; did you mean 'malignant'?",
                BINARY,
                gate("accuracy", null, .9, null, null),
                gate("recall", "malignent", .9, null, null));
        refused(
                "validate.gates.0.class: no class is called 'thunderstorm'; the classes are drizzle, fog, rain",
                WEATHER,
                gate("recall", "thunderstorm", .9, null, null));
        refused(
                "validate.gates.0.slice: the data have no column 'gender'; the columns are sex",
                BINARY,
                inSlices("accuracy", .9, "gender"));
        assertEquals(
                "validate.positive: no class is called 'Malignant'; did you mean 'malignant'?",
                assertThrows(
                                InputException.class,
                                () -> Labels.of(List.of("benign", "malignant"), false, new long[2], "Malignant"))
                        .getMessage());
    }

    @Test
    public void whatTheTaskCannotAnswerIsRefused() {
        refused(
                "validate.gates.0.metric: rmse is a metric of a regression, and this is a classification; its metrics are"
                        + " accuracy, balanced_accuracy, precision, recall, f1, precision_macro, recall_macro, f1_macro,"
                        + " f1_weighted, roc_auc, average_precision, log_loss, brier, ece, ece_equal_mass",
                BINARY,
                gate("rmse", null, null, 3.0, null));
        refused(
                "validate.gates.0: recall speaks of one class, and there are 3: add 'class', or use recall_macro",
                WEATHER,
                gate("recall", null, .9, null, null));
        refused(
                "validate.gates.0.class: accuracy speaks of the whole, not of a class; remove 'class'",
                WEATHER,
                gate("accuracy", "rain", .9, null, null));
        refused(
                "validate.gates.0: this gate on accuracy checks nothing: add min, max or 'versus: champion'",
                WEATHER,
                gate("accuracy", null, null, null, null));
        refused(
                "validate.gates.0: min, max and margin must be finite numbers, not NaN",
                WEATHER,
                gate("accuracy", null, Double.NaN, null, null));
        assertEquals(
                "validate.positive: a positive class belongs to a task with two classes, and this one has 3;"
                        + " remove it and name a class in the gate instead",
                assertThrows(InputException.class, () -> Labels.of(List.of("a", "b", "c"), false, new long[3], "a"))
                        .getMessage());
    }

    @Test
    public void classesOfASensitiveTargetAreNotNamed() {
        Labels labels = Labels.of(List.of("ill", "well"), true, new long[] {1, 2}, null);
        assertEquals(
                "recall for value 1 >= 0.9",
                rules(labels, gate("recall", "ill", .9, null, null)).get(0).describe(labels));
        InputException refused =
                assertThrows(InputException.class, () -> rules(labels, gate("recall", "il", .9, null, null)));
        assertEquals("validate.gates.0.class: the target has no such class", refused.getMessage());
        assertFalse(labels.shown().contains("ill"));
    }

    private static void refused(String message, Labels labels, Gate... gates) {
        assertEquals(
                message,
                assertThrows(InputException.class, () -> rules(labels, gates)).getMessage());
    }

    static List<GateRule> rules(Labels labels, Gate... gates) {
        ValidateSettings settings = SettingsFromYaml.gates(gates);
        return GateRules.of(settings, Task.CLASSIFICATION, labels, SCHEMA);
    }

    private static Gate gate(String metric, String label, Double min, Double max, String versus) {
        return new Gate(metric, label, min, max, null, versus, null, null, null, null, null, null);
    }

    private static Gate inSlices(String metric, double min, String slice) {
        return new Gate(metric, null, min, null, null, null, null, null, slice, null, null, null);
    }
}
