package io.jenkins.cd4ml.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code <run>/chain.jsonl}: what happened in a run, a line each, only ever appended to. Its order decides, never a clock. A line that a crash
 * cut off never happened: stages go on only when their line is on the disk.
 */
public record ChainFile(Path path) {
    /** The file's name. */
    public static final String NAME = "chain.jsonl";

    /** Of that run. */
    public static ChainFile of(RunFolder run) {
        return new ChainFile(run.path().resolve(NAME));
    }

    /** All whole lines, the oldest first; none where there is no file. */
    public List<ChainEntry> entries() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        List<ChainEntry> entries = new ArrayList<>();
        for (String line : new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            try {
                ChainEntry entry = Protocol.mapper().readValue(line, ChainEntry.class);
                if (entry != null && entry.event() != null) {
                    entries.add(entry);
                }
            } catch (JsonProcessingException e) {
                // cut off: it never happened
            }
        }
        return List.copyOf(entries);
    }

    /** Appends a line and forces it to the disk. */
    public void append(ChainEntry entry) throws IOException {
        String line = Protocol.writeLine(entry) + "\n";
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            try (var lock = channel.lock()) {
                long size = channel.size();
                boolean torn = size > 0 && !endsWithLineFeed(channel, size);
                ByteBuffer bytes = ByteBuffer.wrap(((torn ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
                channel.position(size);
                try {
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                } catch (IOException e) {
                    channel.truncate(size);
                    throw e;
                }
            }
        }
    }

    private static boolean endsWithLineFeed(FileChannel channel, long size) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, size - 1);
        return one.get(0) == '\n';
    }
}
