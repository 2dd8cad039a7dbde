package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Event;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EventLogTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void halfACharacterCostsNoStage() throws Exception {
        Path file = folder.getRoot().toPath().resolve("events.jsonl");
        List<Event> heard = new ArrayList<>();
        try (EventLog log = new EventLog(Stage.TRAIN_MODEL, file, Clock.systemUTC(), heard::add)) {
            log.message("cut \ud83d");
            log.message("after it");
        }
        List<String> lines = Files.readAllLines(file);
        JsonNode first = Protocol.mapper().readTree(lines.get(0));
        assertEquals("cut ?", first.get("message").asText());
        assertEquals(
                "after it",
                Protocol.mapper().readTree(lines.get(1)).get("message").asText());
        assertEquals(2, heard.size());
    }
}
