package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.Stage;
import java.util.Map;
import org.junit.Test;
import picocli.CommandLine;

public class ProjectOptionsTest {
    @Test
    public void keysOfAStageMayHaveItsSectionBeforeThem() {
        ProjectOptions options = CommandLine.populateCommand(
                new ProjectOptions(), "--set", "data.columns.EDU.CODE.type=text", "--set", "key=id");
        assertEquals(
                Map.of("columns", Map.of("EDU.CODE", Map.of("type", "text")), "key", "id"),
                options.overrides(Stage.VERSION_DATA));
        assertEquals(
                Map.of("data", Map.of("columns", Map.of("EDU.CODE", Map.of("type", "text"))), "key", "id"),
                options.overrides(Stage.TRAIN_MODEL));
    }
}
