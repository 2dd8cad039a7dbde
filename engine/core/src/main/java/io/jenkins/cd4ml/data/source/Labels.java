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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What turned out to be right, from a server's feedback log: JSON lines {@code {"time", "id", "index", "truth"}}. Of several
 * labels for the same row of the same request the latest counts, of equally late ones the one that stands last. A torn last
 * line of a file is left out and counted.
 */
public final class Labels {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Row, Label> labels = new HashMap<>();
    private final Set<Row> used = new HashSet<>();
    private int torn;

    private record Row(String id, int index) {}

    private record Label(Instant time, String truth) {}

    /** Without any. */
    public static Labels none() {
        return new Labels();
    }

    /** Those of all files together. */
    public static Labels read(List<SourceFile> files) throws IOException {
        Labels labels = new Labels();
        for (SourceFile file : files) {
            try (InputStream in = Files.newInputStream(file.path())) {
                labels.add(file.name(), in);
            }
        }
        return labels;
    }

    /** The label of a row of a request; null where there is none. */
    public String of(String id, int index) {
        Row row = new Row(id, index);
        Label label = labels.get(row);
        if (label == null) {
            return null;
        }
        used.add(row);
        return label.truth;
    }

    /** The same for the first who asks, null for others: a request that a caller sent twice, because it got no answer, is in a log twice. */
    public String once(String id, int index) {
        return used.contains(new Row(id, index)) ? null : of(id, index);
    }

    public boolean isEmpty() {
        return labels.isEmpty();
    }

    /** Rows with a label. */
    public int size() {
        return labels.size();
    }

    /** Labels of rows that nobody has asked for so far. */
    public int unused() {
        return labels.size() - used.size();
    }

    /** Last lines that a crash tore. */
    public int torn() {
        return torn;
    }

    private void add(String file, InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new DecodingReader(in, StandardCharsets.UTF_8, file));
        long number = 0;
        for (String line = reader.readLine(); line != null; ) {
            String next = reader.readLine();
            number++;
            if (!line.isBlank()) {
                add(file, number, line, next == null);
            }
            line = next;
        }
    }

    private void add(String file, long number, String line, boolean last) {
        JsonNode given;
        try {
            given = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            if (last) {
                torn++;
                return;
            }
            throw InputException.at(file, number, null, "is not a line of JSON");
        }
        JsonNode truth = given.path("truth");
        if (!given.path("id").isTextual() || !truth.isValueNode() || truth.isNull()) {
            throw InputException.at(
                    file, number, null, "is no label: it needs \"id\", the request's, and \"truth\", the right answer");
        }
        Label label = new Label(time(file, number, given.path("time").asText()), truth.asText());
        labels.merge(
                new Row(given.path("id").asText(), given.path("index").asInt(0)),
                label,
                (before, after) -> after.time.isBefore(before.time) ? before : after);
    }

    private static Instant time(String file, long number, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw InputException.at(
                    file, number, null, "needs \"time\", when it was sent, such as 2026-11-21T12:00:00Z");
        }
    }
}
