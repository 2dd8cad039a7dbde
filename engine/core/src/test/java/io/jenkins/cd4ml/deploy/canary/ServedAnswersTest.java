package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficBlocks;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import org.junit.Test;

/** What the server answers to a held-out row against what the package's own model does. */
public class ServedAnswersTest {
    private static final double[][] PACKAGED = {{0.25, 0.75}, {0.9, 0.1}, {0.5, 0.5}};

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static JsonNode classes(double rain) throws Exception {
        return json("{\"label\":\"x\",\"probabilities\":{\"rain\":" + rain + ",\"sun\":" + (1 - rain) + "}}");
    }

    private static PairedAnswers answers() {
        return RehearsedRows.of(Task.CLASSIFICATION, List.of("rain", "sun", "rain"), new double[0], PACKAGED);
    }

    private static Check check(PairedAnswers answers) {
        Measurement measured = new Measurement(
                10,
                0.01,
                TrafficSnapshot.NONE,
                TrafficSnapshot.NONE,
                List.of(new TrafficBlocks(0).snapshot()),
                null,
                answers,
                null);
        List<Check> checks = new Analysis(DeploySettings.DEFAULT, "sha256:d", "sha256:m").of(measured);
        return checks.get(4);
    }

    @Test
    public void theSameAnswersPassAndRoundingIsNoDifference() throws Exception {
        PairedAnswers answers = answers();
        answers.put(true, 0, classes(0.25));
        answers.put(true, 1, classes(0.90001));
        answers.put(false, 2, classes(0.1));
        Check check = check(answers);
        assertEquals(check.message(), Outcome.PASSED, check.outcome());
        assertEquals("10 %: answers of the package", check.name());
        assertEquals("the champion's answers are its own package's", Long.valueOf(2), check.sampleSize());
    }

    @Test
    public void oneOtherAnswerFailsAndNamesTheFirstRow() throws Exception {
        PairedAnswers answers = answers();
        answers.put(true, 2, classes(0.75));
        answers.put(true, 1, classes(0.9002));
        answers.put(true, 0, classes(0.25));
        // the same row once more, in another form, and right
        answers.put(true, 1, classes(0.9));
        Check check = check(answers);
        assertEquals(Outcome.FAILED, check.outcome());
        assertEquals(0.25, check.value(), 1e-6);
        assertEquals(
                "the server answers 2 of 3 rows otherwise than the package's own model, the first one is row 12 of the data"
                        + " (largest difference 0.25 in a probability, tolerance 0.0001): what it reads in a request is not"
                        + " what training read in the data",
                check.message());
    }

    @Test
    public void numbersAreComparedInStandardDeviationsOfTheAnswers() throws Exception {
        // Mean 10,000,002, standard deviation sqrt(8/3).
        PairedAnswers answers = numbers(false);
        answers.put(true, 0, json("{\"value\":10000000.0001}"));
        assertEquals(check(answers).message(), Outcome.PASSED, check(answers).outcome());
        answers.put(true, 1, json("{\"value\":10000002.0002}"));
        assertEquals(0.0002 / Math.sqrt(8 / 3.0), check(answers).value(), 1e-9);
        assertEquals(Outcome.FAILED, check(answers).outcome());
        PairedAnswers none = RehearsedRows.of(Task.REGRESSION, List.of(), new double[] {1}, new double[][] {{3}});
        none.put(true, 0, json("{}"));
        assertTrue(check(none).message(), check(none).failed());
    }

    /** 1 is the last place of a 32-bit float there, 2 are 1.2 standard deviations. */
    @Test
    public void theLastPlaceOf32BitsIsNoDifferenceWhereTheModelAnswersWithThem() throws Exception {
        PairedAnswers answers = numbers(true);
        answers.put(true, 0, json("{\"value\":10000001}"));
        assertEquals(check(answers).message(), Outcome.PASSED, check(answers).outcome());
        answers.put(true, 1, json("{\"value\":10000004}"));
        assertEquals(2 / Math.sqrt(8 / 3.0), check(answers).value(), 1e-9);
        assertEquals(Outcome.FAILED, check(answers).outcome());
    }

    private static PairedAnswers numbers(boolean single) {
        double[][] packaged = {{10_000_000}, {10_000_002}, {10_000_004}};
        return RehearsedRows.of(Task.REGRESSION, List.of(), new double[] {1, 2, 3}, packaged, single);
    }

    /** Accuracy of both and the number beside it are of the same rows: those that both have answered. */
    @Test
    public void rowsBesideAnAccuracyAreThoseItWasComputedFrom() throws Exception {
        PairedAnswers answers = answers();
        JsonNode rain = json("{\"label\":\"rain\",\"probabilities\":{\"rain\":0.5,\"sun\":0.5}}");
        answers.put(true, 0, rain);
        answers.put(true, 1, rain);
        answers.put(true, 2, rain);
        answers.put(false, 1, rain);
        answers.put(false, 2, rain);
        Measurement measured = new Measurement(
                10,
                0.01,
                TrafficSnapshot.NONE,
                TrafficSnapshot.NONE,
                List.of(new TrafficBlocks(0).snapshot()),
                null,
                answers,
                null);
        Check accuracy = new Analysis(DeploySettings.DEFAULT, "sha256:d", "sha256:m")
                .of(measured)
                .get(3);
        assertEquals(Long.valueOf(2), accuracy.sampleSize());
        assertTrue(
                accuracy.message(),
                accuracy.message().startsWith("rehearsed: accuracy 0.5 against 0.5 of the champion"));
        assertEquals(0.5, measured.candidateTraffic().accuracy(), 0);
        assertEquals(0.5, measured.championTraffic().accuracy(), 0);
        assertEquals(Long.valueOf(2), measured.labelledByBoth());
    }
}
