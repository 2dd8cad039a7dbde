package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.registry.JsonLines;
import io.jenkins.cd4ml.protocol.registry.LedgerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ledger of test rows of a model on this machine, {@code .cd4ml/registry/<model>/judgements.jsonl}; it begins with the first judgement, before
 * anything is registered. Any number of processes may read and write at the same time.
 */
public final class LocalLedger {
    private final Path folder;
    private final Shelf shelf;
    private final JsonLines<LedgerEntry> file;

    private LocalLedger(Path folder) {
        this.folder = folder;
        this.shelf = new Shelf(folder);
        this.file = LedgerFile.at(folder.resolve(LedgerFile.NAME));
    }

    /** The ledger in the folder {@code .cd4ml} of a project. */
    public static LocalLedger open(Path home, String model) {
        return new LocalLedger(
                home.toAbsolutePath().normalize().resolve("registry").resolve(Names.model(model)));
    }

    /**
     * All judgements so far, the oldest first.
     *
     * @throws InputException where a line is damaged
     */
    public List<LedgerEntry> entries() throws IOException {
        return entries(file);
    }

    /**
     * What the other models of this project were judged on, the oldest first: test rows that judged a model of another name are no less used.
     *
     * @throws InputException where a line is damaged
     */
    public List<LedgerEntry> ofOtherModels() throws IOException {
        if (!Files.isDirectory(folder.getParent())) {
            return List.of();
        }
        List<Path> others;
        try (Stream<Path> models = Files.list(folder.getParent())) {
            others = models.filter(other -> !other.equals(folder)).sorted().toList();
        }
        List<LedgerEntry> entries = new ArrayList<>();
        for (Path other : others) {
            entries.addAll(entries(LedgerFile.at(other.resolve(LedgerFile.NAME))));
        }
        entries.sort(Comparator.comparing(LedgerEntry::at));
        return List.copyOf(entries);
    }

    private static List<LedgerEntry> entries(JsonLines<LedgerEntry> file) throws IOException {
        try {
            return file.entries();
        } catch (JsonLines.DamagedLineException e) {
            throw InputException.at(
                    file.path().toString(),
                    e.line(),
                    null,
                    "damaged, and without it the use of test rows cannot be counted: restore the file");
        }
    }

    /**
     * Appends an entry.
     *
     * @return what was there before it, read under the same lock: of two judgements at the same time one sees the other
     */
    @SuppressWarnings("try") // the lock is there to be held
    public List<LedgerEntry> append(LedgerEntry entry) throws IOException {
        try (RegistryLock lock = shelf.lock()) {
            List<LedgerEntry> before = entries();
            file.append(List.of(entry));
            return before;
        }
    }
}
