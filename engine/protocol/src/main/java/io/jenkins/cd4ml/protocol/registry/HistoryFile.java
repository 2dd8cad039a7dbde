package io.jenkins.cd4ml.protocol.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The append-only {@code history.jsonl} of a model, the one truth about its aliases. A line counts once its newline is on the
 * disk: what a crash cut off never happened.
 *
 * @param path of the file, which need not be there yet
 */
public record HistoryFile(Path path) {

    /** A line in the middle of the file says nothing: then aliases cannot be known. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int line;

        DamagedException(Path path, int line) {
            super(path + ":" + line
                    + ": damaged, and aliases cannot be known without it: restore the file from a backup");
            this.line = line;
        }

        /** 1-based number of the line. */
        public int line() {
            return line;
        }
    }

    /**
     * All that happened, the oldest first.
     *
     * @throws DamagedException where a whole line is not an entry
     */
    public List<HistoryEntry> entries() throws IOException {
        List<HistoryEntry> entries = new ArrayList<>();
        int number = 0;
        for (String line : new LineFile(path).lines()) {
            number++;
            if (!line.isBlank()) {
                entries.add(entry(line, number));
            }
        }
        return List.copyOf(entries);
    }

    /** The whole lines as bytes, as they are at this moment; what is appended meanwhile is not among them. */
    public InputStream open() throws IOException {
        return new LineFile(path).open();
    }

    /** Appends all of them or, where that fails, none that counts; the caller holds off other writers. */
    public void append(List<HistoryEntry> entries) throws IOException {
        new LineFile(path).append(entries.stream().map(Protocol::writeLine).toList());
    }

    private HistoryEntry entry(String line, int number) throws DamagedException {
        try {
            HistoryEntry entry = Protocol.mapper().readValue(line, HistoryEntry.class);
            if (entry != null && entry.isComplete()) {
                return entry;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new DamagedException(path, number);
    }
}
