package io.jenkins.plugins.cd4ml.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private final Path file;
    private final Consumer<Path> reads;
    private SoftReference<List<Judgement>> known = new SoftReference<>(null);

    Judgements(Path file, Consumer<Path> reads) {
        this.file = file;
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
        List<Judgement> all = new ArrayList<>();
        if (!Files.exists(file)) {
            return all;
        }
        reads.accept(file);
        String text = Files.readString(file);
        String[] lines = text.split("\n");
        int whole = text.endsWith("\n") ? lines.length : lines.length - 1; // a crash cut the last one off
        for (int i = 0; i < whole; i++) {
            try {
                all.add(Objects.requireNonNull(Protocol.mapper().readValue(lines[i], Judgement.class)));
            } catch (JsonProcessingException | RuntimeException e) {
                throw new IOException(Messages.Judgements_damaged(file, i + 1), e);
            }
        }
        return all;
    }

    /** Appends those that are not there yet; one that ended since it was recorded is recorded again. */
    synchronized void add(List<Judgement> judgements) throws IOException {
        List<Judgement> all = new ArrayList<>(all());
        StringBuilder lines = new StringBuilder();
        for (Judgement judgement : judgements) {
            boolean recorded = all.stream()
                    .anyMatch(one -> one.isSameStep(judgement)
                            && one.verdict() == judgement.verdict()
                            && Objects.equals(one.result(), judgement.result()));
            if (!recorded) {
                Judgement bounded = BoundedTexts.of(judgement, Judgement.class);
                lines.append(Protocol.writeLine(bounded)).append('\n');
                all.add(bounded);
            }
        }
        if (!lines.isEmpty()) {
            append(lines.toString());
            known = new SoftReference<>(List.copyOf(all));
        }
    }

    /** The newest judgements for a request, the oldest of them first. */
    List<LedgerEntry> ledger() throws IOException {
        List<LedgerEntry> entries =
                all().stream().map(Judgement::ledger).filter(Objects::nonNull).toList();
        return entries.subList(Math.max(0, entries.size() - NEWEST), entries.size());
    }

    private void append(String lines) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file in a folder"));
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = wholeLines(channel);
            channel.truncate(end);
            channel.position(end);
            try {
                ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        }
    }

    private static long wholeLines(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (size > 0) {
            channel.read(one.clear(), size - 1);
            if (one.get(0) == '\n') {
                break;
            }
            size--;
        }
        return size;
    }
}
