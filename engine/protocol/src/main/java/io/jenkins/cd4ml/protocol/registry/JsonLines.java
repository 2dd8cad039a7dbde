package io.jenkins.cd4ml.protocol.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An append-only file of JSON objects, one a line. A line counts once its newline is on the disk; a whole line that is not an entry makes the
 * file unusable, because what it recorded would silently be missing.
 *
 * @param path of the file, which need not be there yet
 * @param type of the entries
 * @param complete whether an entry has everything that it must have; what has not was damaged
 */
public record JsonLines<T>(Path path, Class<T> type, Predicate<T> complete) {

    /** A whole line that is not an entry. */
    public static final class DamagedLineException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int line;

        DamagedLineException(Path path, int line) {
            super(path + ":" + line + ": damaged: restore the file from a backup");
            this.line = line;
        }

        /** 1-based number of the line. */
        public int line() {
            return line;
        }
    }

    /**
     * All entries, the oldest first.
     *
     * @throws DamagedLineException where a whole line is not an entry
     */
    public List<T> entries() throws IOException {
        List<T> entries = new ArrayList<>();
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
    public void append(List<T> entries) throws IOException {
        new LineFile(path).append(entries.stream().map(Protocol::writeLine).toList());
    }

    private T entry(String line, int number) throws DamagedLineException {
        try {
            T entry = Protocol.mapper().readValue(line, type);
            if (entry != null && complete.test(entry)) {
                return entry;
            }
        } catch (JsonProcessingException e) {
            // reported below
        }
        throw new DamagedLineException(path, number);
    }
}
