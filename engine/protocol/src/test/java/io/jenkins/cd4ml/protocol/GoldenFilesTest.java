package io.jenkins.cd4ml.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** The files that show what the protocol looks like, read by the engine's tests and by the plugin's: reading and writing loses nothing. */
public class GoldenFilesTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    @Test
    public void everyStageHasARequest() throws Exception {
        for (Stage stage : Stage.values()) {
            String json = Files.readString(golden().resolve(stage.command() + ".request.json"));
            StageRequest request = Protocol.readRequest(json);
            assertEquals(stage, request.stage());
            assertNotNull(request.registry());
            assertSameTree(stage + " request", json, Protocol.write(request));
        }
    }

    @Test
    public void resultsSurviveReadingAndWriting() throws Exception {
        for (Path file : files(".result.json")) {
            String json = Files.readString(file);
            StageResult result = Protocol.readResult(json);
            assertEquals(
                    result.stage().command() + ".result.json",
                    file.getFileName().toString());
            assertNotNull(file + " has no detail", result.detail());
            assertSameTree(file.toString(), json, Protocol.write(result));
        }
    }

    @Test
    public void resultsNameEachCheckOnce() throws Exception {
        for (Path file : files(".result.json")) {
            List<Check> checks = Protocol.readResult(Files.readString(file)).checks();
            assertEquals(
                    file.toString(),
                    checks.size(),
                    checks.stream().map(Check::name).distinct().count());
            for (Check check : checks) {
                assertNotNull(file + ": " + check.name(), check.outcome());
                assertFalse(file + ": " + check.name(), check.message().isBlank());
            }
        }
    }

    @Test
    public void eventsSurviveReadingAndWriting() throws Exception {
        List<String> lines = Files.readAllLines(golden().resolve("events.jsonl"));
        for (Event.Kind kind : Event.Kind.values()) {
            assertTrue("no event of kind " + kind, lines.stream().anyMatch(line -> line.contains("\"" + kind + "\"")));
        }
        for (String line : lines) {
            assertSameTree(line, line, Protocol.writeLine(Protocol.readEvent(line)));
        }
    }

    private static void assertSameTree(String what, String expected, String actual) throws IOException {
        JsonNode before = PLAIN.readTree(expected);
        assertEquals(what, before.toPrettyString(), PLAIN.readTree(actual).toPrettyString());
    }

    private static List<Path> files(String suffix) throws Exception {
        try (Stream<Path> files = Files.list(golden())) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static Path golden() throws URISyntaxException {
        return Path.of(GoldenFilesTest.class.getResource("/golden/events.jsonl").toURI())
                .getParent();
    }
}
