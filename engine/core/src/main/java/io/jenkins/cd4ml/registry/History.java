package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryFile;
import io.jenkins.cd4ml.protocol.registry.JsonLines;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The {@code history.jsonl} of a model on this machine. */
final class History {
    private final JsonLines<HistoryEntry> file;

    History(Path file) {
        this.file = HistoryFile.at(file);
    }

    /** All that happened, the oldest first. */
    List<HistoryEntry> entries() throws IOException {
        try {
            return file.entries();
        } catch (JsonLines.DamagedLineException e) {
            throw InputException.at(
                    file.path().toString(),
                    e.line(),
                    null,
                    "damaged, and aliases cannot be known without it: restore the file");
        }
    }

    /** Appends; the caller holds the model's lock. */
    void append(HistoryEntry entry) throws IOException {
        file.append(List.of(entry));
    }

    /** What all that happened amounts to. */
    RegistryState state() throws IOException {
        return RegistryState.of(entries());
    }
}
