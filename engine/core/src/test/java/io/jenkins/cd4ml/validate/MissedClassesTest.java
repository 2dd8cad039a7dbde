package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.LeakSettings.Policy;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.Test;

public class MissedClassesTest {
    private static final List<String> CLASSES = List.of("fine", "fraud");
    private static final IntUnaryOperator NEVER = row -> 0;

    /** 400 rows; the first ones are fraud. */
    private static Truth truth(int frauds) {
        int[] classes = IntStream.range(0, 400).map(row -> row < frauds ? 1 : 0).toArray();
        return new Truth(
                Task.CLASSIFICATION,
                Labels.of(CLASSES, false, new long[] {400 - frauds, frauds}, null),
                classes,
                new double[0]);
    }

    private static Predictions predictions(IntUnaryOperator answer) {
        double[][] values = IntStream.range(0, 400)
                .mapToObj(row -> answer.applyAsInt(row) == 1 ? new double[] {0.1, 0.9} : new double[] {0.9, 0.1})
                .toArray(double[][]::new);
        return new Predictions(CLASSES, values);
    }

    private static Opponent champion(IntUnaryOperator answer) {
        return Opponent.present(
                new ModelReference("m", 1, "sha256:c", "p"),
                IntStream.range(0, 400).toArray(),
                predictions(answer),
                400);
    }

    private static Check check(int frauds, IntUnaryOperator answer, Opponent opponent, Policy policy) {
        return MissedClasses.of(truth(frauds), predictions(answer), opponent, policy, "sha256:d", "sha256:m")
                .checks()
                .get(0);
    }

    private static Opponent none() {
        return Opponent.absent(null, "no model serves", 0);
    }

    /** Recall of fraud 0 after 0.78, with an accuracy of 0.91. */
    @Test
    public void aClassThatTheChampionFindsAndTheCandidateNeverFails() {
        Check found = check(36, NEVER, champion(row -> row < 28 ? 1 : 0), Policy.FAIL);
        assertEquals(Outcome.FAILED, found.outcome());
        assertEquals("class", found.group());
        assertTrue(
                found.message(),
                found.message()
                        .startsWith("the model finds none of the 36 rows of fraud (recall 0): it never predicts fraud;"
                                + " the champion finds 28 of them. Weigh the classes (train.classWeights: balanced)"));
        assertEquals(
                Outcome.FAILED,
                check(8, NEVER, champion(row -> row < 6 ? 1 : 0), Policy.FAIL).outcome());
    }

    @Test
    public void aClassThatIsAlwaysWrongIsMissedToo() {
        Check found = check(36, row -> row >= 395 ? 1 : 0, none(), Policy.FAIL);
        assertEquals(Outcome.FAILED, found.outcome());
        assertTrue(found.message(), found.message().contains("whenever it predicts fraud, it is wrong"));
    }

    @Test
    public void withoutAChampionTheRowsMustBeEnough() {
        assertEquals(Outcome.FAILED, check(20, NEVER, none(), Policy.FAIL).outcome());
        Check few = check(19, NEVER, none(), Policy.FAIL);
        assertEquals(Outcome.SKIPPED, few.outcome());
        assertTrue(few.message(), few.message().startsWith("warning: the model finds none of the 19 rows of fraud"));
        Check hardly = check(4, NEVER, none(), Policy.FAIL);
        assertEquals(Outcome.PASSED, hardly.outcome());
    }

    /** As fog in the weather example: a first model is not refused for one class of several. */
    @Test
    public void oneOfManyClassesIsAWarningWithoutAChampion() {
        List<String> three = List.of("a", "b", "fog");
        int[] classes = IntStream.range(0, 90).map(row -> row % 3).toArray();
        Truth truth = new Truth(
                Task.CLASSIFICATION, Labels.of(three, false, new long[] {30, 30, 30}, null), classes, new double[0]);
        double[][] values = IntStream.range(0, 90)
                .mapToObj(row -> row % 3 == 1 ? new double[] {0, 1, 0} : new double[] {1, 0, 0})
                .toArray(double[][]::new);
        Check found = MissedClasses.of(
                        truth, new Predictions(three, values), none(), Policy.FAIL, "sha256:d", "sha256:m")
                .checks()
                .get(0);
        assertEquals(Outcome.SKIPPED, found.outcome());
        assertTrue(found.message(), found.message().startsWith("warning: the model finds none of the 30 rows of fog"));
    }

    @Test
    public void noWorseThanTheChampionIsAWarning() {
        Check found = check(36, NEVER, champion(NEVER), Policy.FAIL);
        assertEquals(Outcome.SKIPPED, found.outcome());
        assertTrue(found.message(), found.message().contains("the champion finds none either"));
        // one lucky row of few is no evidence
        assertEquals(
                Outcome.SKIPPED,
                check(8, NEVER, champion(row -> row == 0 ? 1 : 0), Policy.FAIL).outcome());
    }

    @Test
    public void thePolicyDecides() {
        MissedClasses.Findings warned =
                MissedClasses.of(truth(36), predictions(NEVER), none(), Policy.WARN, "sha256:d", "sha256:m");
        assertEquals(Outcome.SKIPPED, warned.checks().get(0).outcome());
        assertEquals(List.of("fraud is never found"), warned.remarks());
        assertTrue(MissedClasses.of(truth(36), predictions(NEVER), none(), Policy.OFF, "sha256:d", "sha256:m")
                .checks()
                .isEmpty());
        assertEquals(
                Outcome.PASSED,
                check(36, row -> row == 0 ? 1 : 0, none(), Policy.FAIL).outcome());
    }

    /** Rows and hits at the limits: five rows count, five hits of few rows are evidence, one hit of twenty is. */
    @Test
    public void theLimitsThemselvesCount() {
        assertEquals(Outcome.SKIPPED, check(5, NEVER, none(), Policy.FAIL).outcome());
        assertEquals(
                Outcome.FAILED,
                check(5, NEVER, champion(row -> row < 5 ? 1 : 0), Policy.FAIL).outcome());
        assertEquals(
                Outcome.SKIPPED,
                check(19, NEVER, champion(row -> row < 4 ? 1 : 0), Policy.FAIL).outcome());
        assertEquals(
                Outcome.FAILED,
                check(20, NEVER, champion(row -> row < 1 ? 1 : 0), Policy.FAIL).outcome());
        Check few = check(4, NEVER, none(), Policy.FAIL);
        assertEquals("each class with at least 5 rows is found, the least with recall 1.00", few.message());
        assertEquals(1.0, few.value(), 0);
        Check half = check(36, row -> row < 18 ? 1 : 0, none(), Policy.FAIL);
        assertEquals("each class with at least 5 rows is found, the least with recall 0.50", half.message());
        assertEquals(0.5, half.value(), 0);
    }

    @Test
    public void theWorstOfSeveralMissedClassesComesFirst() {
        List<String> names = List.of("a", "b", "c", "d");
        // 80 a, all found; 6 b, 30 c and 24 d, none of which is: the champion finds three of d
        int[] classes = IntStream.range(0, 140)
                .map(row -> row < 80 ? 0 : row < 86 ? 1 : row < 116 ? 2 : 3)
                .toArray();
        Truth truth = new Truth(
                Task.CLASSIFICATION, Labels.of(names, false, new long[] {80, 6, 30, 24}, null), classes, new double[0]);
        Predictions never = answers(names, new int[140]);
        MissedClasses.Findings alone = MissedClasses.of(truth, never, none(), Policy.FAIL, "sha256:d", "sha256:m");
        Check many = alone.checks().get(0);
        assertEquals(Outcome.SKIPPED, many.outcome());
        assertEquals(0.0, many.value(), 0);
        assertTrue(many.message(), many.message().startsWith("warning: the model finds none of the 30 rows of c"));
        assertTrue(many.message(), many.message().contains("; nor any of 2 more classes. Weigh"));
        assertEquals(List.of("c is never found, nor are 2 more classes"), alone.remarks());
        int[] finds = new int[140];
        finds[116] = finds[117] = finds[118] = 3;
        Opponent champion = Opponent.present(
                new ModelReference("m", 1, "sha256:c", "p"),
                IntStream.range(0, 140).toArray(),
                answers(names, finds),
                140);
        Check compared = MissedClasses.of(truth, never, champion, Policy.FAIL, "sha256:d", "sha256:m")
                .checks()
                .get(0);
        assertEquals(Outcome.FAILED, compared.outcome());
        assertTrue(
                compared.message(),
                compared.message()
                        .startsWith("the model finds none of the 24 rows of d (recall 0): it never predicts d; the"
                                + " champion finds 3 of them; nor any of 2 more classes."));
    }

    @Test
    public void withFewerThanFiveRowsOfEachClassNothingIsSaid() {
        Truth truth = new Truth(
                Task.CLASSIFICATION,
                Labels.of(CLASSES, false, new long[] {4, 4}, null),
                new int[] {0, 0, 0, 0, 1, 1, 1, 1},
                new double[0]);
        Check check = MissedClasses.of(truth, answers(CLASSES, new int[8]), none(), Policy.FAIL, "sha256:d", "sha256:m")
                .checks()
                .get(0);
        assertEquals(Outcome.PASSED, check.outcome());
        assertEquals(null, check.value());
        assertEquals("no class has 5 rows, so none can be said to be missed", check.message());
    }

    private static Predictions answers(List<String> names, int[] answers) {
        double[][] values = new double[answers.length][names.size()];
        for (int row = 0; row < answers.length; row++) {
            values[row][answers[row]] = 1;
        }
        return new Predictions(names, values);
    }
}
