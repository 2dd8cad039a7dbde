package io.jenkins.cd4ml.protocol.registry;

import io.jenkins.cd4ml.protocol.LedgerEntry;
import java.nio.file.Path;

/** The append-only {@code judgements.jsonl} of a model: which rows have judged which models. */
public final class LedgerFile {
    /** Name of the file in a model's folder. */
    public static final String NAME = "judgements.jsonl";

    private LedgerFile() {}

    /** The ledger in that file, which need not be there yet. */
    public static JsonLines<LedgerEntry> at(Path path) {
        return new JsonLines<>(path, LedgerEntry.class, LedgerEntry::isComplete);
    }
}
