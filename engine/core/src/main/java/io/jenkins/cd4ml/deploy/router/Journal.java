package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a restarted router must know: a line of JSON for each change, on the disk before the change takes effect. Every line
 * holds the whole state, so the last intact one is enough; a torn last line (power cut, full disk) never happened. Now and
 * then the newest lines are written beside and renamed into place.
 */
final class Journal implements AutoCloseable {
    private static final int KEPT = 100;
    private static final long COMPACT_BYTES = 256 * 1024;

    private final Path file;
    private final Clock clock;
    private final Deque<String> lines = new ArrayDeque<>();
    private FileChannel channel;
    private JournalEntry last;
    private Unwritten unwritten;
    private boolean closed;

    /** What took effect and is not on the disk yet. */
    private record Unwritten(String event, String reason, Routes routes) {}

    private Journal(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Opens a journal and drops what is torn; one that is not there is empty. */
    static Journal open(Path file, Clock clock) throws IOException {
        Journal journal = new Journal(file, clock);
        for (String line : lines(file)) {
            read(line).ifPresent(entry -> journal.remember(line, entry));
        }
        journal.compact();
        return journal;
    }

    /** The newest entry of a journal that somebody else may be writing. */
    static Optional<JournalEntry> newest(Path file) throws IOException {
        Optional<JournalEntry> newest = Optional.empty();
        for (String line : lines(file)) {
            Optional<JournalEntry> entry = read(line);
            newest = entry.isPresent() ? entry : newest;
        }
        return newest;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
    }

    /** The newest entry. */
    synchronized Optional<JournalEntry> last() {
        return Optional.ofNullable(last);
    }

    /** Writes an entry to the disk. */
    synchronized void append(String event, String reason, Routes routes) throws IOException {
        long sequence = last == null ? 1 : last.sequence() + 1;
        JournalEntry entry = new JournalEntry(sequence, clock.instant(), event, reason, routes);
        String line = Protocol.writeLine(entry);
        if (!channel.isOpen() && !closed) {
            // An interruption of the thread that wrote closes it.
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        long end = channel.size();
        try {
            ByteBuffer buffer = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            // Half a line would make the next one unreadable too.
            if (channel.isOpen()) {
                channel.truncate(end);
            }
            throw e;
        }
        unwritten = null;
        remember(line, entry);
        if (channel.size() > COMPACT_BYTES) {
            try {
                compact();
            } catch (IOException e) {
                // The entry is on the disk: what it says has happened.
                System.err.println("cannot make the journal smaller: " + FileFailure.of(e));
            }
        }
    }

    /**
     * The same of a change that takes effect whatever the disk says, because waiting for the disk would keep traffic on a version that must
     * not have it. Where it cannot be written now it is written by {@link #retry}, and {@link #isFailing} until then.
     */
    synchronized void note(String event, String reason, Routes routes) {
        try {
            append(event, reason, routes);
        } catch (IOException e) {
            unwritten = new Unwritten(event, reason, routes);
            System.err.println("cannot write the journal (" + event + "), trying again: " + FileFailure.of(e));
        }
    }

    /** Writes what could not be written; nothing where all is on the disk. */
    synchronized void retry() {
        if (unwritten != null) {
            note(unwritten.event(), unwritten.reason(), unwritten.routes());
        }
    }

    /** Whether the newest change is not on the disk: a router that is started now would not know of it. */
    synchronized boolean isFailing() {
        return unwritten != null;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    private static Optional<JournalEntry> read(String line) {
        try {
            return Optional.ofNullable(Protocol.mapper().readValue(line, JournalEntry.class))
                    .filter(entry -> entry.routes() != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void remember(String line, JournalEntry entry) {
        last = entry;
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    private void compact() throws IOException {
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        AtomicFile.writeText(file, text);
        FileChannel before = channel;
        channel = FileChannel.open(file, StandardOpenOption.APPEND);
        if (before != null) {
            before.close();
        }
    }
}
