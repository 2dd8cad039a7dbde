package io.jenkins.cd4ml.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.problem.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Reads a server's request log: JSON lines {@code {"time": …, "row": {column: value}, "prediction": …}}. A last line
 * without its end is one that the server is writing at this moment, or that it was killed over, and is left out.
 */
public final class RequestLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** So many lines at the beginning may be broken. */
    private static final int MOST_LOOKED_AT = 100;

    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<String> missing;
    private final boolean[] seen;
    private final LongConsumer broken;
    private final Set<String> keys = new LinkedHashSet<>();
    private int torn;

    /**
     * @param columns to read, in the order of the rows' values; a column that a row does not have is missing in it
     * @param missing texts that mean "no value", besides the empty one
     */
    public RequestLog(List<String> columns, Set<String> missing) {
        this(columns, missing, null);
    }

    /** @param broken takes the numbers of lines that are no requests; null: the first of them ends the reading */
    public RequestLog(List<String> columns, Set<String> missing, LongConsumer broken) {
        this.broken = broken;
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i), i);
        }
        this.missing = missing;
        this.seen = new boolean[columns.size()];
    }

    /**
     * One row of a request.
     *
     * @param time when it was answered, as it stands there; null in a log without times
     * @param id of the request, null in a log without ids
     * @param index of the row in its request
     * @param version of the model that answered; null where the log does not tell
     * @param prediction the answer as text (an object as JSON), null where there was none
     */
    public record Logged(String time, String id, int index, String version, String prediction) {

        /** Whether it can be named by its id and was answered at that time or later; false where the log does not tell. */
        public boolean answeredSince(Instant since) {
            try {
                return id != null && time != null && !Instant.parse(time).isBefore(since);
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    /** Takes one row. */
    @FunctionalInterface
    public interface RequestHandler {
        /**
         * @param values texts, null where missing; the array is used again for the next row
         */
        void request(String[] values, Logged logged, long line);
    }

    /** Takes one row as it was logged. */
    @FunctionalInterface
    public interface RowHandler {
        void row(JsonNode row, Logged logged);
    }

    /** Reads the rows of a log as they stand there. */
    public static void rows(String file, InputStream in, RowHandler handler) throws IOException {
        RequestLog log = new RequestLog(List.of(), Set.of());
        log.each(file, in, new String[0], (request, line) -> handler.row(request.path("row"), logged(request)));
    }

    private interface LineHandler {
        void request(JsonNode request, long line);
    }

    /** The share of the requests that a log has, as its first line tells; 1 where it does not, or has none. */
    public static double share(SourceFile file) throws IOException {
        try (InputStream in = Files.newInputStream(file.path())) {
            JsonLines lines = new JsonLines(file.name(), in, StandardCharsets.UTF_8, true);
            if (!lines.next()) {
                return 1;
            }
            JsonNode first = JSON.readTree(new String(lines.chars(), lines.start(), lines.length()));
            return first.path("share").asDouble(1);
        } catch (JsonProcessingException e) {
            return 1;
        }
    }

    /** Last lines that were left out because they are not whole. */
    public int torn() {
        return torn;
    }

    /** Whether a file of JSON lines is a log: its first whole line has an object {@code row}, or there is none. */
    public static boolean is(SourceFile file) throws IOException {
        try (InputStream in = Files.newInputStream(file.path())) {
            JsonLines lines = new JsonLines(file.name(), in, StandardCharsets.UTF_8, true);
            for (int looked = 0; looked < MOST_LOOKED_AT && lines.next(); looked++) {
                try {
                    return JSON.readTree(new String(lines.chars(), lines.start(), lines.length()))
                            .path("row")
                            .isObject();
                } catch (JsonProcessingException e) {
                    // A line that is broken is of either.
                }
            }
            return true;
        }
    }

    /** Whether the column at that position stood in any row so far. */
    public boolean hasSeen(int column) {
        return seen[column];
    }

    /** Names of all columns in the first rows. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(keys);
    }

    /** Reads a log to its end and returns the number of requests in it. */
    public long read(String file, InputStream in, RequestHandler handler) throws IOException {
        String[] values = new String[seen.length];
        return each(file, in, values, (request, line) -> handler.request(values, logged(request), line));
    }

    private long each(String file, InputStream in, String[] values, LineHandler handler) throws IOException {
        DecodingReader text = new DecodingReader(in, StandardCharsets.UTF_8, file, broken != null);
        BufferedReader reader = new BufferedReader(text);
        long number = 0;
        long requests = 0;
        for (String line = reader.readLine(); line != null; ) {
            String next = reader.readLine();
            number++;
            if (!line.isBlank()) {
                java.util.Arrays.fill(values, null);
                boolean damaged = text.hasReplaced() && line.indexOf(DecodingReader.REPLACEMENT) >= 0;
                JsonNode request = damaged ? null : request(values, file, number, line, next == null);
                if (damaged) {
                    broken.accept(number);
                }
                if (request != null) {
                    handler.request(request, number);
                    requests++;
                }
            }
            line = next;
        }
        return requests;
    }

    /** The request of a line, its row in {@code values}; null where it is left out. */
    private JsonNode request(String[] values, String file, long number, String line, boolean last) {
        try {
            JsonNode request = parse(file, number, line, last);
            if (request != null) {
                fill(values, file, number, request.path("row"));
            }
            return request;
        } catch (InputException e) {
            if (broken == null) {
                throw e;
            }
            broken.accept(number);
            return null;
        }
    }

    private static Logged logged(JsonNode request) {
        return new Logged(
                text(request.path("time")),
                text(request.path("id")),
                request.path("index").asInt(0),
                text(request.path("version")),
                text(request.path("prediction")));
    }

    private JsonNode parse(String file, long number, String line, boolean last) {
        try {
            JsonNode request = JSON.readTree(line);
            if (request.path("row").isObject()) {
                return request;
            }
            throw InputException.at(
                    file,
                    number,
                    null,
                    "is not a logged request: it has no object \"row\" with a value for each column");
        } catch (JsonProcessingException e) {
            if (last) {
                torn++;
                return null;
            }
            throw InputException.at(
                    file,
                    number,
                    null,
                    "is not a line of JSON, from character "
                            + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr())
                            + " on: each line must be one whole object");
        }
    }

    private void fill(String[] values, String file, long number, JsonNode row) {
        if (number <= MOST_LOOKED_AT) {
            row.fieldNames().forEachRemaining(keys::add);
        }
        row.fields().forEachRemaining(field -> {
            Integer position = positions.get(field.getKey());
            if (position == null) {
                return;
            }
            if (field.getValue().isContainerNode()) {
                throw InputException.at(file, number, field.getKey(), "must be one value, not an object or a list");
            }
            String text = text(field.getValue());
            String trimmed = text == null ? "" : text.strip();
            seen[position] = true;
            values[position] = trimmed.isEmpty() || missing.contains(trimmed) ? null : trimmed;
        });
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
