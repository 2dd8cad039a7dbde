package io.jenkins.cd4ml.deploy.process;

import io.jenkins.cd4ml.problem.ExceptionLine;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Waits for a process that was started to serve. */
public final class Startup {
    private static final int LINES = 5;
    private static final int TAIL_BYTES = 8192;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Startup() {}

    /**
     * Waits for the announcement that it serves.
     *
     * @param who what it is, for messages: {@code the router}
     * @throws InputException when it announced a problem
     * @throws ServingException when it ended without a word, or did not serve in time
     */
    public static Announcement await(String who, Path announcement, ProcessIdentity process, Path log, Duration limit)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            boolean alive = process.alive();
            Announcement found = Announcement.read(announcement).orElse(null);
            // One that an earlier process left says nothing about this one.
            if (found != null && found.problem() != null && found.process().equals(process)) {
                throw new InputException(found.problem());
            }
            if (found != null && found.serves() && found.process().alive()) {
                return found;
            }
            if (!alive) {
                throw new ServingException(who + " ended before it served; the end of " + log + ": " + tail(log));
            }
            Thread.sleep(PAUSE.toMillis());
        }
        process.kill();
        throw new ServingException(
                who + " did not serve within " + limit.toSeconds() + " s; the end of " + log + ": " + tail(log));
    }

    private static byte[] end(Path log) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            return Channels.newInputStream(channel).readNBytes(TAIL_BYTES);
        }
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(nothing)";
        }
        List<String> lines = ExceptionLine.withoutFrames(
                new String(end(log), StandardCharsets.UTF_8).lines().toList());
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
