package io.jenkins.cd4ml.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads one file of JSON lines: an object of plain values in every line, empty lines skipped. Its columns are the keys of its first
 * {@value #SAMPLE_LINES} lines (or the first 4 MB, if that is less), in the order in which they appear; a key that a line leaves out
 * has no value there. Numbers keep the digits they are written with; {@code NaN} and {@code Infinity}, which Python writes, are
 * taken as texts, as in CSV.
 */
final class JsonLinesFile {
    /** A surrogate by itself: as a pattern sees whole characters, the halves of a pair do not match. */
    private static final Pattern HALF_CHARACTER = Pattern.compile("[\\x{D800}-\\x{DFFF}]");

    static final int SAMPLE_LINES = 10_000;

    private static final int SAMPLE_CHARS = 4_000_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final String file;
    private final JsonKeys keys = new JsonKeys();
    private final Values values;
    private String[] texts = new String[16];
    private int[] positions;
    private String[] row;
    private final UnreadableInput unreadable;

    private JsonLinesFile(String file, CsvFormat format) {
        this.file = file;
        this.values = new Values(file, format, false);
        this.unreadable = format.unreadable();
    }

    /** The same as {@link CsvFile#read}. */
    static long read(String file, InputStream in, CsvFormat format, CsvFile.HeaderHandler columns, RowHandler rows)
            throws IOException {
        return new JsonLinesFile(file, format)
                .read(new JsonLines(file, in, format.charset(), format.unreadable() != null), columns, rows);
    }

    private record Sampled(String[] texts, long line) {}

    private long read(JsonLines lines, CsvFile.HeaderHandler columns, RowHandler rows) throws IOException {
        List<Sampled> sample = new ArrayList<>();
        long chars = 0;
        while (sample.size() < SAMPLE_LINES && chars < SAMPLE_CHARS && lines.next()) {
            if (isRow(lines)) {
                sample.add(new Sampled(texts.clone(), lines.line()));
                chars += lines.length();
            }
        }
        if (sample.isEmpty()) {
            throw InputException.at(file, 1, null, "the file is empty: every line must be a JSON object");
        }
        arrange(sample.get(0).line, columns);
        long count = 0;
        for (Sampled sampled : sample) {
            emit(sampled.texts, sampled.line, rows);
            count++;
        }
        sample.clear();
        while (lines.next()) {
            if (isRow(lines)) {
                emit(texts, lines.line(), rows);
                count++;
            }
        }
        return count;
    }

    private void arrange(long line, CsvFile.HeaderHandler columns) {
        List<String> names = keys.close();
        if (names.isEmpty()) {
            throw InputException.at(file, line, null, "the object has no key: there is no column");
        }
        Header header = Header.of(file, line, names).asPartial();
        values.columns(header);
        Arrangement arrangement = columns.header(header);
        positions = arrangement.positions();
        row = new String[arrangement.width()];
    }

    private void emit(String[] found, long line, RowHandler rows) throws IOException {
        Arrays.fill(row, null);
        for (int i = 0; i < Math.min(found.length, positions.length); i++) {
            if (found[i] != null && positions[i] >= 0) {
                row[positions[i]] = values.of(i, found[i], line);
            }
        }
        rows.row(row, line);
    }

    /** Parses a line; false where it is none of the data's and left out. */
    private boolean isRow(JsonLines lines) throws IOException {
        try {
            if (lines.isDamaged()) {
                unreadable.line(file, lines.line());
                return false;
            }
            parse(lines);
            return true;
        } catch (InputException e) {
            if (unreadable == null) {
                throw e;
            }
            unreadable.line(file, lines.line());
            return false;
        }
    }

    private void parse(JsonLines lines) throws IOException {
        Arrays.fill(texts, null);
        try (JsonParser parser = JSON.createParser(lines.chars(), lines.start(), lines.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw InputException.at(
                        file,
                        lines.line(),
                        null,
                        parser.currentToken() == JsonToken.START_ARRAY
                                ? lines.line() == 1
                                        ? "is a JSON array, not JSON lines: make a line of each of its objects with jq -c '.[]'"
                                        : "is a JSON array: every line must be an object, such as {\"x\": 1, \"y\": \"a\"}"
                                : "is no JSON object: every line must be one, such as {\"x\": 1, \"y\": \"a\"}");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                int position = keys.position(file, key, lines.line());
                if (position >= texts.length) {
                    texts = Arrays.copyOf(texts, position * 2);
                }
                texts[position] = text(parser, key, lines.line());
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw InputException.at(file, lines.line(), null, "has something behind its object: one object a line");
            }
        } catch (JsonProcessingException e) {
            String text = new String(lines.chars(), lines.start(), lines.length()).strip();
            if (lines.line() == 1 && text.equals("{")) {
                throw InputException.at(
                        file,
                        1,
                        null,
                        "is JSON over several lines, not JSON lines: make a line of each object with jq -c .");
            }
            throw InputException.at(
                    file,
                    lines.line(),
                    null,
                    "is not a line of JSON, from character "
                            + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr())
                            + " on: each line must be one whole object");
        }
    }

    private String text(JsonParser parser, String key, long line) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            throw InputException.at(
                    file,
                    line,
                    key,
                    "holds " + (token == JsonToken.START_OBJECT ? "an object" : "a list")
                            + ": each key must have one plain value; write its parts as keys of their own");
        }
        String text = token == JsonToken.VALUE_NULL ? null : parser.getText();
        if (text != null && HALF_CHARACTER.matcher(text).find()) {
            throw InputException.at(
                    file,
                    line,
                    key,
                    "holds half a character, one half of a \\u pair without the other: the text was cut in the middle of"
                            + " it where the file was written");
        }
        return text;
    }
}
