package io.jenkins.plugins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.registry.JsonLines;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * {@code judgements.jsonl}: every validation of a model that the controller recorded, a line each, only ever appended to. What promotion
 * asks for and the ledger of test rows are read from here and from nowhere else.
 */
final class Judgements {
    /** Judgements that a request carries: older ones no longer count. */
    static final int NEWEST = 500;

    private final JsonLines<Judgement> file;
    private final Consumer<Path> reads;
    private SoftReference<List<Judgement>> known = new SoftReference<>(null);

    Judgements(Path file, Consumer<Path> reads) {
        this.file = new JsonLines<>(file, Judgement.class, judgement -> true);
        this.reads = reads;
    }

    /**
     * All, the oldest first.
     *
     * @throws IOException where a whole line cannot be read: a verdict that is not known must not count as none
     */
    synchronized List<Judgement> all() throws IOException {
        List<Judgement> all = known.get();
        if (all == null) {
            all = List.copyOf(read());
            known = new SoftReference<>(all);
        }
        return all;
    }

    private List<Judgement> read() throws IOException {
        if (Files.exists(file.path())) {
            reads.accept(file.path());
        }
        try {
            return file.entries();
        } catch (JsonLines.DamagedLineException e) {
            throw new IOException(Messages.Judgements_damaged(file.path(), e.line()), e);
        }
    }

    /** Appends those that are not there yet; one that ended since it was recorded is recorded again. */
    synchronized void add(List<Judgement> judgements) throws IOException {
        List<Judgement> all = new ArrayList<>(all());
        List<Judgement> added = new ArrayList<>();
        for (Judgement judgement : judgements) {
            boolean recorded = all.stream()
                    .anyMatch(one -> one.isSameStep(judgement)
                            && one.verdict() == judgement.verdict()
                            && Objects.equals(one.result(), judgement.result()));
            if (!recorded) {
                Judgement bounded = BoundedTexts.of(judgement, Judgement.class);
                added.add(bounded);
                all.add(bounded);
            }
        }
        if (!added.isEmpty()) {
            Files.createDirectories(Objects.requireNonNull(file.path().getParent(), "a file in a folder"));
            file.append(added);
            known = new SoftReference<>(List.copyOf(all));
        }
    }

    /** The newest judgements for a request, the oldest of them first. */
    List<LedgerEntry> ledger() throws IOException {
        List<LedgerEntry> entries =
                all().stream().map(Judgement::ledger).filter(Objects::nonNull).toList();
        return entries.subList(Math.max(0, entries.size() - NEWEST), entries.size());
    }
}
