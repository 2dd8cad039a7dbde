package io.jenkins.cd4ml.data.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class JsonLinesFileTest {
    private final List<String> names = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();

    @Test
    public void readsPlainValuesAsTheyAreWritten() throws IOException {
        read(
                """
                {"a": 1.50, "b": " x ", "c": true}

                {"b": null, "a": -1e3, "d": "NA"}\r
                {"d": "ü\\n€😀", "a": NaN, "c": false, "b": ""}""");
        assertEquals(List.of("a", "b", "c", "d"), names);
        assertEquals(
                List.of(
                        Arrays.asList("1.50", "x", "true", null),
                        Arrays.asList("-1e3", null, null, null),
                        Arrays.asList("NaN", null, "false", "ü\n€😀")),
                rows);
        assertEquals(List.of(1L, 3L, 4L), lines);
    }

    @Test
    public void bothHalvesAreACharacter() throws IOException {
        read("{\"a\": \"\\ud83d\\ude00\"}");
        assertEquals(List.of(List.of("\ud83d\ude00")), rows);
    }

    @Test
    public void halfACharacterIsRefusedWithItsPlace() {
        InputException cut = assertThrows(
                InputException.class, () -> read("{\"a\": \"\\ud83d\\ude00\"}\n{\"a\": \"fine \\ud83d\"}"));
        assertTrue(cut.getMessage(), cut.getMessage().contains(":2: column a: holds half a character"));
    }

    @Test
    public void whatPandasWritesIsReadAsPandasReadsIt() throws Exception {
        JsonNode told = Oracle.python(
                List.of("pandas"),
                """
                import pandas, io, json
                frame = pandas.DataFrame({"n": [1, 2, 3], "x": [0.1, None, 1e300], "t": ["a\\"b", "", "ü"], "b": [True, False, True]})
                text = frame.to_json(orient="records", lines=True)
                back = pandas.read_json(io.StringIO(text), lines=True)
                print(json.dumps({"text": text, "columns": list(back.columns), "x": [None if v != v else repr(v) for v in back["x"]]}))
                """,
                "");
        read(told.get("text").asText());
        assertEquals(4, names.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(told.get("columns").get(i).asText(), names.get(i));
            String x = rows.get(i).get(1);
            JsonNode expected = told.get("x").get(i);
            assertEquals(expected.isNull(), x == null);
            if (x != null) {
                assertEquals(Double.parseDouble(expected.asText()), Double.parseDouble(x), 0);
            }
        }
    }

    @Test
    public void whatIsWrongIsNamed() {
        assertProblem("x.jsonl:1: the file is empty: every line must be a JSON object", "");
        assertProblem("x.jsonl:1: the file is empty: every line must be a JSON object", "\n \n");
        assertProblem(
                "x.jsonl:2: is not a line of JSON, from character 10 on: each line must be one whole object",
                """
                {"a": 1}
                {"a": 12,
                """);
        assertProblem("x.jsonl:1: has something behind its object: one object a line", "{\"a\": 1} {\"a\": 2}");
        assertProblem(
                "x.jsonl:1: is a JSON array, not JSON lines: make a line of each of its objects with jq -c '.[]'",
                "[{\"a\": 1}]");
        assertProblem(
                "x.jsonl:2: column a: holds a list: each key must have one plain value; write its parts as keys of their own",
                "{\"a\": 1}\n{\"a\": [1]}");
        assertProblem("x.jsonl:1: column a: stands twice in its line: remove one of them", "{\"a\": 1, \"a\": 2}");
        assertProblem("x.jsonl:1: column a: stands twice in its line: remove one of them", "{\"a\": 1, \" a\": 2}");
        assertProblem("x.jsonl:1: the object has no key: there is no column", "{}\n");
        String many = "{\"a\": 1}\n".repeat(JsonLinesFile.SAMPLE_LINES);
        assertProblem(
                "x.jsonl:10001: column b: is a key that no line had before: the first 10000 lines tell the columns; give it"
                        + " to one of them, null where it has no value",
                many + "{\"b\": 1}");
        InputException problem =
                assertThrows(InputException.class, () -> read("{\"a\": \"" + "x".repeat(1 << 24) + "\"}"));
        assertTrue(
                problem.getMessage(), problem.getMessage().startsWith("x.jsonl:1: is longer than 16777216 characters"));
    }

    @Test
    public void keysOfTheSampleAreColumnsEvenWhereTheyComeLate() throws IOException {
        read("{\"a\": 1}\n".repeat(9_999) + "{\"b\": 2}\n" + "{\"a\": 3, \"b\": 4}\n");
        assertEquals(List.of("a", "b"), names);
        assertEquals(Arrays.asList(null, "2"), rows.get(9_999));
        assertEquals(List.of("3", "4"), rows.get(10_000));
    }

    private void read(String text) throws IOException {
        JsonLinesFile.read(
                "x.jsonl",
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new CsvFormat(',', StandardCharsets.UTF_8, Set.of("NA")),
                header -> {
                    names.addAll(header.names());
                    return header.into(header);
                },
                (values, line) -> {
                    rows.add(Arrays.asList(values.clone()));
                    lines.add(line);
                });
    }

    private void assertProblem(String expected, String text) {
        names.clear();
        assertEquals(
                expected, assertThrows(InputException.class, () -> read(text)).getMessage());
    }
}
