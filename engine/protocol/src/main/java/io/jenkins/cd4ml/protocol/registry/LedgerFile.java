package io.jenkins.cd4ml.protocol.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The append-only {@code judgements.jsonl} of a model: which rows have judged which models. A line that a crash cut off does not count.
 *
 * @param path of the file, which need not be there yet
 */
public record LedgerFile(Path path) {
    /** Name of the file in a model's folder. */
    public static final String NAME = "judgements.jsonl";

    /** A whole line says nothing: then it is not known how often rows have been used. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int line;

        DamagedException(Path path, int line) {
            super(
                    path + ":" + line
                            + ": damaged, and without it the use of test rows cannot be counted: restore the file from a backup");
            this.line = line;
        }

        /** 1-based number of the line. */
        public int line() {
            return line;
        }
    }

    /**
     * All judgements, the oldest first.
     *
     * @throws DamagedException where a whole line is not an entry
     */
    public List<LedgerEntry> entries() throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        int number = 0;
        for (String line : new LineFile(path).lines()) {
            number++;
            if (!line.isBlank()) {
                entries.add(entry(line, number));
            }
        }
        return List.copyOf(entries);
    }

    /** Appends an entry or, where that fails, nothing that counts; the caller holds off other writers. */
    public void append(LedgerEntry entry) throws IOException {
        new LineFile(path).append(List.of(Protocol.writeLine(entry)));
    }

    private LedgerEntry entry(String line, int number) throws DamagedException {
        try {
            LedgerEntry entry = Protocol.mapper().readValue(line, LedgerEntry.class);
            if (entry != null
                    && entry.at() != null
                    && entry.run() != null
                    && entry.model() != null
                    && entry.sketch() != null) {
                return entry;
            }
        } catch (JsonProcessingException e) {
            // reported below
        }
        throw new DamagedException(path, number);
    }
}
