package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Protocol;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code cd4ml run --set} says of one section holds for every stage. */
public class OverridesOfRunTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyStageHearsOfEverySection() throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOf("breast-cancer", folder.getRoot().toPath());
        Cd4ml.Ended ended = cd4ml.execute(
                        "run",
                        "--until",
                        "train-model",
                        "--json",
                        "--set",
                        "data.target=mean_area",
                        "--set",
                        "split={train: 0.8, validation: 0.1, test: 0.1}",
                        "--set",
                        "train={algorithm: linear, epochs: 1}",
                        "--set",
                        "validate={}")
                .requireExitCode(0);
        JsonNode training = Protocol.mapper().readTree(ended.out()).get(1).get("detail");
        assertEquals("mean_area", training.get("target").asText());
        assertEquals("regression", training.get("task").asText());
        assertEquals(1, training.get("epochs").size());
        assertEquals(569 * 0.8, training.at("/rows/train").asDouble(), 25);
    }
}
