package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.config.ValidateSettings.OnInconclusive;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The headline of a judgement, whole. */
public class SummaryTest {
    private static final Interval SOME = new Interval(-.1, .1, .95);
    private static final Opponent NONE = Opponent.absent(null, "no model serves", 0);

    @Test
    public void whatPassedIsCounted() {
        assertSummary("No gate judged this model: accuracy 0.83 (184 rows)", 0, List.of());
        assertSummary("accuracy 0.83 (184 rows); 1 gate", 1, List.of(gate("a", Outcome.PASSED, "m")));
        assertSummary(
                "accuracy 0.83 (184 rows); 3 gates, 1 weak pass, 1 check skipped",
                3,
                List.of(
                        gate("a", Outcome.PASSED, GateJudge.WEAK + "m"),
                        gate("b", Outcome.SKIPPED, GateJudge.WEAK + "m"),
                        gate("c", Outcome.PASSED, "m")));
        assertSummary(
                "accuracy 0.83 (184 rows); 4 gates, 2 weak passes, 2 checks skipped",
                4,
                List.of(
                        gate("a", Outcome.PASSED, GateJudge.WEAK + "m"),
                        gate("b", Outcome.PASSED, GateJudge.WEAK + "m"),
                        gate("c", Outcome.SKIPPED, "m"),
                        gate("d", Outcome.SKIPPED, "m")));
    }

    @Test
    public void theFirstThatFailedIsShownAndTheOthersAreCounted() {
        Check failed = gate("a", Outcome.FAILED, "a is below 1");
        Check open = gate("b", Outcome.INCONCLUSIVE, "b is not known");
        assertSummary("Not promoted: a is below 1", 2, List.of(failed));
        assertSummary(
                "Not promoted: a is below 1; 2 more failed; 1 inconclusive", 2, List.of(failed, failed, failed, open));
        assertSummary("Not shown: b is not known", 2, List.of(open));
        assertSummary("Not shown: b is not known; 2 more inconclusive", 2, List.of(open, open, open));
        assertEquals(
                "accuracy 0.83 (184 rows); 2 gates, 2 checks accepted undecided (validate.onInconclusive: pass)",
                summary(2, List.of(open, open), OnInconclusive.PASS, NONE, null));
        assertEquals(
                "Not promoted: a is below 1; 1 inconclusive",
                summary(2, List.of(failed, open), OnInconclusive.PASS, NONE, null));
    }

    @Test
    public void comparisonsThatEvenAnEqualModelWouldNotPassAreMentioned() {
        Check versus = versus(Outcome.INCONCLUSIVE, SOME);
        Check passed = versus(Outcome.PASSED, SOME);
        assertEquals(
                "Not shown: m; an equal model passes both comparisons with probability 0.31",
                summary(2, List.of(versus, passed), OnInconclusive.FAIL, NONE, .31));
        assertEquals(
                "Not shown: m; an equal model passes all 3 comparisons with probability 0.49",
                summary(2, List.of(versus, passed, passed), OnInconclusive.FAIL, NONE, .49));
        // one comparison says so itself; one without an interval is none; an even chance is no news; nothing is open
        assertEquals("Not shown: m", summary(2, List.of(versus), OnInconclusive.FAIL, NONE, .31));
        assertEquals(
                "Not shown: m",
                summary(2, List.of(versus, versus(Outcome.PASSED, null)), OnInconclusive.FAIL, NONE, .31));
        assertEquals(
                "Not shown: m",
                summary(2, List.of(versus, gate("a", Outcome.PASSED, "m")), OnInconclusive.FAIL, NONE, .31));
        assertEquals("Not shown: m", summary(2, List.of(versus, passed), OnInconclusive.FAIL, NONE, .5));
        assertEquals("Not shown: m", summary(2, List.of(versus, passed), OnInconclusive.FAIL, NONE, null));
        assertEquals(
                "accuracy 0.83 (184 rows); 2 gates",
                summary(2, List.of(passed, passed), OnInconclusive.FAIL, NONE, .31));
    }

    @Test
    public void aComparisonOnFewOfTheRowsIsMentioned() {
        List<Check> checks = List.of(versus(Outcome.PASSED, SOME));
        assertEquals(
                "accuracy 0.83 (184 rows); 1 gate; 3 of the 4 held-out rows were in the training of the champion or of this"
                        + " model: the two are compared on the other 1",
                summary(1, checks, OnInconclusive.FAIL, champion(0), null));
        assertEquals("accuracy 0.83 (184 rows); 1 gate", summary(1, checks, OnInconclusive.FAIL, champion(0, 1), null));
    }

    private static Opponent champion(int... shared) {
        return Opponent.present(
                new ModelReference("m", 1, "sha256:c", "p"),
                shared,
                new Predictions(List.of("a"), new double[shared.length][1]),
                4);
    }

    private static void assertSummary(String expected, int gates, List<Check> checks) {
        assertEquals(expected, summary(gates, checks, OnInconclusive.FAIL, NONE, null));
    }

    private static String summary(
            int gates, List<Check> checks, OnInconclusive policy, Opponent opponent, Double passIfEqual) {
        Evaluation evaluation =
                new Evaluation(184, Map.of(MetricKey.of(MetricName.ACCURACY), new Evaluation.Figure(.8342, null)));
        return Summary.of(Task.CLASSIFICATION, evaluation, checks, gates, policy, opponent, passIfEqual);
    }

    private static Check gate(String name, Outcome outcome, String message) {
        return new Check(name, "gate", outcome, .9, .95, ">=", null, 10L, "sha256:d", "sha256:m", message);
    }

    private static Check versus(Outcome outcome, Interval interval) {
        return new Check(
                "f1 versus champion", "gate", outcome, 0.0, -.1, ">=", interval, 10L, "sha256:d", "sha256:m", "m");
    }
}
