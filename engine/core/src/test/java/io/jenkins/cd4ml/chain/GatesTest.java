package io.jenkins.cd4ml.chain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which gates cover which. */
public class GatesTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void equalGatesInAnotherOrderHaveOneDigest() throws IOException {
        Gates one = gates("[{metric: accuracy, min: 0.7}, {metric: f1_macro, min: 0.6}]", "");
        Gates other = gates("[{metric: f1_macro, min: 0.60}, {min: 0.7, metric: accuracy}]", "");
        assertEquals(one.digest(), other.digest());
        assertEquals(Optional.empty(), one.lacks(other));
        assertTrue(gates("[]", "").isEmpty());
    }

    @Test
    public void stricterAndMoreGatesCover() throws IOException {
        Gates wanted = gates("[{metric: accuracy, min: 0.7}]", "");
        assertEquals(
                Optional.empty(), gates("[{metric: accuracy, min: 0.71}]", "").lacks(wanted));
        assertEquals(
                Optional.empty(),
                gates("[{metric: recall, class: a, min: 0.1}, {metric: accuracy, min: 0.7, max: 0.99}]", "")
                        .lacks(wanted));
        Gates versus = gates("[{metric: accuracy, versus: champion, margin: 0.02}]", "");
        assertTrue(versus.compares());
        assertTrue(gates("[{metric: accuracy, versus: best, margin: 0.02}]", "").compares());
        assertFalse(gates("[{metric: accuracy, versus: 3, margin: 0.02}]", "").compares());
        assertFalse(wanted.compares());
        assertEquals(
                Optional.empty(),
                gates("[{metric: accuracy, versus: champion, margin: 0.01}]", "")
                        .lacks(versus));
    }

    @Test
    public void weakerFewerAndOtherGatesDoNot() throws IOException {
        Gates wanted = gates("[{metric: accuracy, min: 0.7}, {metric: accuracy, versus: champion, margin: 0.02}]", "");
        for (String weaker : new String[] {
            "[]",
            "[{metric: accuracy, min: 0.7}]",
            "[{metric: accuracy, min: 0.69}, {metric: accuracy, versus: champion, margin: 0.02}]",
            "[{metric: accuracy, min: 0.7, slice: x}, {metric: accuracy, versus: champion, margin: 0.02}]",
            "[{metric: accuracy, max: 0.7}, {metric: accuracy, versus: champion, margin: 0.02}]",
            "[{metric: accuracy, min: 0.7}, {metric: accuracy, versus: champion, margin: 0.03}]",
            "[{metric: recall, class: a, min: 0.7}, {metric: accuracy, versus: champion, margin: 0.02}]"
        }) {
            assertTrue(weaker, gates(weaker, "").lacks(wanted).isPresent());
        }
        String why = gates("[]", "")
                .lacks(gates("[{metric: accuracy, min: 0.7}]", ""))
                .orElseThrow();
        assertEquals(
                "the gate {metric: accuracy, min: 0.7} of the configuration was not among those that judged it", why);
        assertEquals(
                "the gate {metric: recall, class: a, on: lowerBound, versus: champion, margin: 0.0} of the configuration was not"
                        + " among those that judged it",
                gates("[]", "")
                        .lacks(gates("[{metric: recall, class: a, versus: champion, on: lowerBound}]", ""))
                        .orElseThrow());
    }

    @Test
    public void everyOtherSettingThatDecidesMustBeEqual() throws IOException {
        String gates = "[{metric: accuracy, min: 0.7}]";
        Gates wanted = gates(gates, "");
        assertEquals(
                Optional.empty(),
                gates(gates, ", slices: [x], importance: {repeats: 2}").lacks(wanted));
        assertEquals(
                "it was judged with validate.confidence 0.8, and the configuration has 0.95",
                gates(gates, ", confidence: 0.8").lacks(wanted).orElseThrow());
        assertTrue(gates(gates, ", positive: b").lacks(wanted).isPresent());
        assertTrue(gates(gates, ", split: validation").lacks(wanted).isPresent());
        assertTrue(gates(gates, ", minSliceRows: 1000").lacks(wanted).isPresent());
        assertTrue(gates(gates, ", firstModel: reject").lacks(wanted).isPresent());
        Files.writeString(
                folder.getRoot().toPath().resolve("cd4ml.yaml"),
                "model: m\ndata: {path: d.csv, target: y}\nsplit: {seed: 3}\nvalidate: {gates: " + gates + "}\n");
        Gates otherSplit = Gates.of(ConfigurationReader.read(folder.getRoot().toPath(), "cd4ml.yaml", Map.of()));
        assertFalse(otherSplit.lacks(wanted).isEmpty());
    }

    private Gates gates(String gates, String more) throws IOException {
        Files.writeString(
                folder.getRoot().toPath().resolve("cd4ml.yaml"),
                "model: m\ndata: {path: d.csv, target: y}\nvalidate: {gates: " + gates + more + "}\n");
        return Gates.of(ConfigurationReader.read(folder.getRoot().toPath(), "cd4ml.yaml", Map.of()));
    }

    /** As {@code printf 'a 1\\ngate {"metric":"accuracy"}\\n' | sha256sum} says. */
    @Test
    public void theDigestIsThatOfTheSortedLines() {
        Gates gates = new Gates(List.of("gate {\"metric\":\"accuracy\"}", "a 1"));
        assertEquals("sha256:13de5cc02abb784a470bafb77b9006953f8fc522efabe183ab291cba4d320c50", gates.digest());
        assertEquals(List.of("{\"metric\":\"accuracy\"}"), gates.gates());
    }

    @Test
    public void whatDecidesIsListedLineByLine() throws IOException {
        Gates gates = gates("[{metric: rmse, max: 3, slice: b}]", ", slices: [z], fairness: [y, x]");
        assertTrue(gates.rules().toString(), gates.rules().contains("data.target \"y\""));
        assertTrue(gates.rules().toString(), gates.rules().contains("validate.fairness [\"y\",\"x\"]"));
        assertFalse(
                gates.rules().toString(), gates.rules().stream().anyMatch(rule -> rule.startsWith("validate.slices")));
        assertFalse(gates.rules().toString(), gates.rules().stream().anyMatch(rule -> rule.startsWith("data.path")));
        assertEquals(
                List.of(
                        "{\"margin\":0.0,\"max\":3.0,\"metric\":\"rmse\",\"on\":\"estimate\",\"slice\":\"b\",\"test\":\"notWorse\"}"),
                gates.gates());
    }

    @Test
    public void aSmallerMaximumCoversALargerOne() throws IOException {
        Gates wanted = gates("[{metric: rmse, max: 3}]", "");
        assertEquals(Optional.empty(), gates("[{metric: rmse, max: 3}]", "").lacks(wanted));
        assertEquals(Optional.empty(), gates("[{metric: rmse, max: 2.9}]", "").lacks(wanted));
        assertTrue(gates("[{metric: rmse, max: 3.1}]", "").lacks(wanted).isPresent());
        assertTrue(gates("[{metric: rmse, min: 3}]", "").lacks(wanted).isPresent());
        Gates margin = gates("[{metric: rmse, versus: champion, margin: 0.5}]", "");
        assertEquals(
                Optional.empty(),
                gates("[{metric: rmse, versus: champion, margin: 0.5}]", "").lacks(margin));
        assertEquals(
                Optional.empty(),
                gates("[{metric: rmse, versus: champion}]", "").lacks(margin));
        assertTrue(margin.lacks(gates("[{metric: rmse, versus: champion}]", "")).isPresent());
    }

    @Test
    public void aSettingThatTheConfigurationDoesNotHaveIsNamed() throws IOException {
        Gates wanted = gates("[{metric: accuracy, min: 0.7}]", "");
        assertEquals(
                "it was judged with validate.positive \"b\", which the configuration does not have",
                gates("[{metric: accuracy, min: 0.7}]", ", positive: b")
                        .lacks(wanted)
                        .orElseThrow());
        assertEquals(
                "it was judged with validate.positive unset, and the configuration has \"b\"",
                wanted.lacks(gates("[{metric: accuracy, min: 0.7}]", ", positive: b"))
                        .orElseThrow());
    }

    /** A line that cd4ml did not write covers no gate. */
    @Test
    public void aGateThatIsNoJsonCoversNothing() throws IOException {
        Gates wanted = gates("[{metric: accuracy, min: 0.7}]", "");
        assertTrue(
                new Gates(List.of("gate {metric", "gate 3", "x")).lacks(wanted).isPresent());
        assertFalse(new Gates(List.of("gate {metric")).compares());
    }
}
