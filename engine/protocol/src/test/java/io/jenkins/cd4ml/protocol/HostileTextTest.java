package io.jenkins.cd4ml.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Whatever an agent sends, reading it ends in a value or in one sentence of bounded length. */
public class HostileTextTest {
    private static final String RESULT =
            """
            {"protocol": 1, "stage": "checkDrift", "run": "1", "model": "m", "verdict": "PASSED", "summary": "fine",
             "checks": [{"name": "data set", "group": "drift", "outcome": "PASSED", "value": 0.25, "message": "fine"}],
             "detail": {"preset": "evidently", "referenceRows": 9, "currentRows": 9, "testedColumns": 4, "driftedColumns": 1,
                        "share": 0.25, "shareThreshold": 0.5, "drifted": false, "columns": []},
             "files": [{"role": "log", "path": "a", "sha256": "00", "bytes": 1}],
             "started": "2026-11-21T03:00:00Z", "finished": "2026-11-21T03:00:01Z"}
            """;

    @Test
    public void theHonestResultIsRead() throws Exception {
        StageResult result = Protocol.readResult(RESULT);
        assertEquals(Verdict.PASSED, result.verdict());
        assertEquals(0.25, result.detail(CheckDriftDetail.class).share(), 0);
    }

    @Test
    public void unknownKeysAreIgnored() throws Exception {
        assertEquals(
                "fine",
                Protocol.readResult(with("\"run\"", "\"future\": {\"a\": [1]}, \"run\""))
                        .summary());
    }

    @Test
    public void listsThatAreNotThereAreEmpty() throws Exception {
        StageResult result = Protocol.readResult(
                "{\"protocol\": 1, \"stage\": \"checkDrift\", \"verdict\": \"FAULT\", \"checks\": null}");
        assertEquals(List.of(), result.checks());
        assertEquals(List.of(), result.files());
        assertNull(result.detail());
        assertEquals(
                List.of(),
                Protocol.readResult(with("\"columns\": []", "\"columns\": null"))
                        .detail(CheckDriftDetail.class)
                        .columns());
    }

    @Test
    public void noJson() {
        assertRefused("");
        assertRefused(" \n ");
        assertRefused("\0");
        assertRefused("{");
        assertRefused("Killed");
        assertRefused("null");
        assertRefused("[]");
        assertRefused("7");
        assertRefused("\"{}\"");
        assertRefused("<result/>");
        assertRefused("\uFEFF{}");
    }

    @Test
    public void everyTruncation() {
        String text = RESULT.strip();
        for (int length = 0; length < text.length(); length++) {
            assertRefused(text.substring(0, length));
        }
    }

    @Test
    public void trailingGarbage() {
        assertRefused(RESULT + "x");
        assertRefused(RESULT + RESULT);
        assertRefused(RESULT + "]");
    }

    @Test
    public void duplicateKeys() {
        assertRefused(with("\"verdict\": \"PASSED\"", "\"verdict\": \"FAILED\", \"verdict\": \"PASSED\""));
    }

    @Test
    public void numbersThatJsonHasNot() {
        for (String number :
                List.of("NaN", "Infinity", "-Infinity", "+1", "1e999", "-1e999", "0x10", "01", "1.", ".5", "1e")) {
            assertRefused(with("0.25, \"message\"", number + ", \"message\""));
            assertRefused(with("\"share\": 0.25", "\"share\": " + number));
        }
        assertRefused(with("\"value\": 0.25", "\"value\": " + "9".repeat(65)));
        assertRefused(with("\"value\": 0.25", "\"value\": 1e2147483648"));
        assertRefused(with("\"value\": 0.25", "\"future\": 1e999"));
    }

    @Test
    public void numbersOutOfRange() {
        assertRefused(with("\"testedColumns\": 4", "\"testedColumns\": 2147483648"));
        assertRefused(with("\"bytes\": 1", "\"bytes\": 9223372036854775808"));
        assertRefused(with("\"bytes\": 1", "\"bytes\": 1.5"));
        assertRefused(with("\"bytes\": 1", "\"bytes\": 1e300"));
    }

    @Test
    public void wrongTypes() {
        for (String value : List.of("true", "7", "1.5", "\"text\"", "[]", "{}", "[[{}]]", "{\"name\": {}}")) {
            for (String field :
                    List.of("\"stage\": ", "\"verdict\": ", "\"summary\": ", "\"checks\": ", "\"started\": ")) {
                if (!(field + value).equals("\"summary\": \"text\"") && !(field + value).equals("\"checks\": []")) {
                    assertNoOtherException(replaced(field, value));
                }
            }
        }
        assertRefused(replaced("\"verdict\": ", "0"));
        assertRefused(replaced("\"verdict\": ", "\"0\""));
        assertRefused(replaced("\"verdict\": ", "\"\""));
        assertRefused(replaced("\"verdict\": ", "[\"PASSED\"]"));
        assertRefused(replaced("\"verdict\": ", "null"));
        assertRefused(replaced("\"stage\": ", "0"));
        assertRefused(replaced("\"stage\": ", "null"));
        assertRefused(replaced("\"summary\": ", "5"));
        assertRefused(replaced("\"summary\": ", "true"));
        assertRefused(with("\"value\": 0.25", "\"value\": \"0.25\""));
        assertRefused(with("\"drifted\": false", "\"drifted\": \"false\""));
        assertRefused(with("\"drifted\": false", "\"drifted\": 0"));
        assertRefused(with("\"drifted\": false", "\"drifted\": null"));
        assertRefused(with("\"drifted\": false, ", ""));
        assertRefused(with("\"testedColumns\": 4, ", ""));
        assertRefused(with("\"columns\": []", "\"columns\": [null]"));
        assertRefused(with("\"columns\": []", "\"columns\": [[]]"));
        assertRefused(with("\"columns\": []", "\"columns\": {\"0\": {}}"));
        assertRefused(RESULT.replaceAll("(?s)\"checks\": \\[.*?\\]", "\"checks\": [null]"));
        assertRefused(RESULT.replaceAll("(?s)\"detail\": \\{.*?\\}", "\"detail\": []"));
        assertRefused(RESULT.replaceAll("(?s)\"detail\": \\{.*?\\}", "\"detail\": \"none\""));
    }

    @Test
    public void momentsThatAreNone() {
        for (String moment : List.of("\"yesterday\"", "\"2026-13-01T00:00:00Z\"", "[]", "{}", "1e18", "1e60", "\"\"")) {
            assertNoOtherException(replaced("\"started\": ", moment));
        }
        assertRefused(replaced("\"started\": ", "\"yesterday\""));
    }

    @Test
    public void wordsThatAreNone() {
        assertRefused(replaced("\"verdict\": ", "\"MAYBE\""));
        assertRefused(replaced("\"verdict\": ", "\"passed\""));
        assertRefused(with("\"outcome\": \"PASSED\"", "\"outcome\": \"OK\""));
        String sentence = assertRefused(replaced("\"stage\": ", "\"deployEverywhere\""));
        assertTrue(sentence, sentence.contains("deployEverywhere") && sentence.contains("checkDrift"));
    }

    @Test
    public void otherProtocolVersions() {
        for (String version :
                List.of("0", "2", "-1", "1.0", "1.5", "\"1\"", "true", "null", "[1]", "{}", "4294967297")) {
            String sentence = assertRefused(with("\"protocol\": 1", "\"protocol\": " + version));
            assertTrue(sentence, sentence.contains("protocol version 1"));
        }
        assertRefused(with("\"protocol\": 1, ", ""));
    }

    @Test
    public void whereAnErrorIs() {
        String sentence = assertRefused(with("\"outcome\": \"PASSED\"", "\"outcome\": \"OK\""));
        assertTrue(sentence, sentence.startsWith("/checks/0/outcome: "));
        assertTrue(
                assertRefused("{\n  \"protocol\": 1,\n  oops"),
                assertRefused("{\n\n  oops").startsWith("line 3, "));
    }

    @Test
    public void tooDeep() {
        assertRefused("[".repeat(100_000));
        assertRefused("{\"a\":".repeat(100_000));
        assertRefused(with("\"run\"", "\"future\": " + "[".repeat(40) + "]".repeat(40) + ", \"run\""));
    }

    /** Short, but millions of them: what costs memory is their number. */
    @Test
    public void tooMany() {
        assertRefused(with("\"run\"", "\"future\": [" + "0,".repeat(2_100_000) + "0], \"run\""));
        assertRefused(with("\"files\": [", "\"files\": [" + "{},".repeat(1_100_000)));
    }

    @Test
    public void tooLong() {
        assertRefused(with("\"fine\"", "\"" + "x".repeat((1 << 20) + 1) + "\""));
        assertRefused(with("\"run\"", "\"" + "k".repeat(5000) + "\": 1, \"run\""));
        assertRefused(RESULT + " ".repeat(Protocol.MAX_CHARACTERS));
        assertRefused(with("\"run\"", "\"future\": 1" + "0".repeat(100_000) + ", \"run\""));
    }

    @Test
    public void sentencesStayShortAndPlain() {
        assertRefused(replaced("\"verdict\": ", "\"" + "A".repeat(1 << 20) + "\""));
        assertRefused(with("\"protocol\": 1", "\"protocol\": {\"a\": \"" + "A".repeat(1 << 20) + "\"}"));
        assertRefused(replaced("\"verdict\": ", "\"\\u001b[2J\\r\\nPASSED\""));
        assertRefused(with("\"columns\": []", "\"columns\": [{\"" + "k".repeat(4000) + "\\n\": 1e999}]"));
    }

    @Test
    public void requestsToo() {
        assertThrows(JsonProcessingException.class, () -> Protocol.readRequest("{\"protocol\": 1}"));
        assertThrows(
                JsonProcessingException.class,
                () -> Protocol.readRequest("{\"protocol\": 2, \"stage\": \"trainModel\"}"));
        assertThrows(
                JsonProcessingException.class,
                () -> Protocol.readRequest("{\"protocol\": 1, \"stage\": \"trainModel\", \"settings\": []}"));
        assertThrows(
                JsonProcessingException.class,
                () -> Protocol.readRequest("{\"protocol\": 1, \"stage\": \"trainModel\", \"registry\": \"MINE\"}"));
        assertThrows(
                JsonProcessingException.class,
                () -> Protocol.readRequest(
                        "{\"protocol\": 1, \"stage\": \"trainModel\", \"settings\": {\"epochs\": 1e999}}"));
    }

    @Test
    public void requestsMayLeaveOutWhatHasADefault() throws Exception {
        StageRequest request = Protocol.readRequest("{\"protocol\": 1, \"stage\": \"trainModel\"}");
        assertEquals(Map.of(), request.settings());
        assertFalse(request.verifyReproducible());
    }

    @Test
    public void eventsToo() {
        for (String line : List.of(
                "",
                "null",
                "{}",
                "[1]",
                "{\"kind\": \"SHOUT\"}",
                "{\"kind\": 3}",
                "{\"kind\": \"MESSAGE\"} x",
                "{\"kind\": \"METRICS\", \"metrics\": {\"loss\": NaN}}",
                "{\"kind\": \"METRICS\", \"metrics\": {\"loss\": 1e999}}",
                "{\"kind\": \"METRICS\", \"metrics\": [0]}",
                "{\"kind\": \"PROGRESS\", \"done\": \"many\"}",
                "libtorch: warning")) {
            assertThrows(line, JsonProcessingException.class, () -> Protocol.readEvent(line));
        }
    }

    @Test
    public void whatIsNotFiniteIsNotWritten() {
        Interval interval = new Interval(0, Double.POSITIVE_INFINITY, 0.95);
        IllegalStateException fault = assertThrows(IllegalStateException.class, () -> Protocol.write(interval));
        assertTrue(fault.getMessage(), fault.getMessage().contains("/upper"));
        assertThrows(IllegalStateException.class, () -> Protocol.writeLine(new Interval(Double.NaN, 0, 0.95)));
    }

    private static String with(String part, String other) {
        assertTrue(part, RESULT.contains(part));
        return RESULT.replace(part, other);
    }

    /** The result with another value for a text field of its envelope, or for its checks. */
    private static String replaced(String field, String value) {
        int start = RESULT.indexOf(field) + field.length();
        int end = field.equals("\"checks\": ") ? RESULT.indexOf(']', start) + 1 : RESULT.indexOf('"', start + 1) + 1;
        return RESULT.substring(0, start) + value + RESULT.substring(end);
    }

    private static void assertNoOtherException(String json) {
        try {
            Protocol.readResult(json);
        } catch (JsonProcessingException e) {
            assertSentence(e);
        }
    }

    private static String assertRefused(String json) {
        JsonProcessingException refusal = assertThrows(JsonProcessingException.class, () -> Protocol.readResult(json));
        assertSentence(refusal);
        return refusal.getMessage();
    }

    private static void assertSentence(JsonProcessingException refusal) {
        String sentence = refusal.getMessage();
        assertFalse(sentence.isBlank());
        assertTrue("too long: " + sentence.length(), sentence.length() <= 600);
        assertFalse(sentence, sentence.chars().anyMatch(Character::isISOControl));
    }
}
