package io.jenkins.cd4ml.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.registry.HistoryEntry.Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The append-only {@code history.jsonl} of a model, the one truth about its aliases. A line counts once its newline is on
 * the disk: what a crash cut off never happened.
 */
final class History {
    private final Path file;

    History(Path file) {
        this.file = file;
    }

    /** All that happened, the oldest first. */
    List<HistoryEntry> entries() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        List<HistoryEntry> entries = new ArrayList<>();
        String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                entries.add(entry(lines[i], i + 1));
            }
        }
        return List.copyOf(entries);
    }

    /** Appends; the caller holds the model's lock. */
    void append(HistoryEntry entry) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.truncate(wholeLines(channel));
            channel.position(channel.size());
            ByteBuffer line = ByteBuffer.wrap((Protocol.writeLine(entry) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
    }

    /** The version that each alias points to now. */
    SortedMap<String, Integer> aliases() throws IOException {
        TreeMap<String, Integer> aliases = new TreeMap<>();
        for (HistoryEntry entry : entries()) {
            if (entry.alias() != null) {
                aliases.put(entry.alias(), entry.to());
            }
        }
        return aliases;
    }

    /**
     * The versions that an alias pointed to, the present one on top. A rollback takes away what it rolled back, so that the
     * next one goes further back and not to the version that failed.
     */
    Deque<Integer> trail(String alias) throws IOException {
        Deque<Integer> trail = new ArrayDeque<>();
        for (HistoryEntry entry : entries()) {
            if (!alias.equals(entry.alias())) {
                continue;
            }
            if (entry.action() == Action.ROLLBACK && trail.contains(entry.to())) {
                while (!trail.peek().equals(entry.to())) {
                    trail.pop();
                }
            } else if (!entry.to().equals(trail.peek())) {
                trail.push(entry.to());
            }
        }
        return trail;
    }

    private HistoryEntry entry(String line, int number) {
        try {
            HistoryEntry entry = Protocol.mapper().readValue(line, HistoryEntry.class);
            if (entry.action() != null && (entry.alias() == null || entry.to() != null)) {
                return entry;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw InputException.at(
                file.toString(), number, null, "damaged, and aliases cannot be known without it: restore the file");
    }

    /** Length of the file up to its last newline; a line without one was cut off by a crash. */
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
