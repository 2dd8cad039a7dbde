package io.jenkins.plugins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A history as CSV (RFC 4180) for spreadsheets: what looks like a formula to them is told to be text. */
public final class HistoryTable {
    private static final List<String> COLUMNS =
            List.of("time", "actor", "action", "version", "digest", "alias", "from", "to", "reason", "job", "build");

    private HistoryTable() {}

    public static void write(List<HistoryEntry> entries, Appendable out) throws IOException {
        out.append(String.join(",", COLUMNS)).append("\r\n");
        for (HistoryEntry entry : entries) {
            out.append(line(entry)).append("\r\n");
        }
    }

    private static String line(HistoryEntry entry) {
        return Stream.of(
                        entry.time(),
                        entry.actor(),
                        entry.action().label(),
                        entry.version(),
                        entry.digest(),
                        entry.alias(),
                        entry.from(),
                        entry.to(),
                        entry.reason(),
                        entry.build() == null ? null : entry.build().job(),
                        entry.build() == null ? null : entry.build().number())
                .map(value -> cell(Objects.toString(value, "")))
                .collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        String safe = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
