package io.jenkins.cd4ml.protocol.registry;

import java.nio.file.Path;

/** The append-only {@code history.jsonl} of a model, the one truth about its aliases. */
public final class HistoryFile {
    /** Name of the file in a model's folder. */
    public static final String NAME = "history.jsonl";

    private HistoryFile() {}

    /** The history in that file, which need not be there yet. */
    public static JsonLines<HistoryEntry> at(Path path) {
        return new JsonLines<>(path, HistoryEntry.class, HistoryEntry::isComplete);
    }
}
