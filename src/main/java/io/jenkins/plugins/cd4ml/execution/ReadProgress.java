package io.jenkins.plugins.cd4ml.execution;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Reads what is new in a stage's events, whole lines only, and at most a quarter of a megabyte at once.
 *
 * @param requestFolder absolute path; when it is gone, so is the workspace
 * @param eventsFile path below the project's folder
 */
record ReadProgress(String requestFolder, String eventsFile, long offset)
        implements ControllerToAgentFileCallable<ReadProgress.News> {
    private static final int MOST = 256 * 1024;

    /**
     * What is new.
     *
     * @param present whether the request's folder is still there
     * @param lines new lines of events
     * @param offset where to read on
     */
    record News(boolean present, String lines, long offset) implements Serializable {}

    @Override
    public News invoke(File project, VirtualChannel channel) throws IOException {
        boolean present = Files.isDirectory(Path.of(requestFolder));
        Path events = project.toPath().resolve(eventsFile);
        if (!Files.isRegularFile(events)) {
            return new News(present, "", 0);
        }
        try (RandomAccessFile file = new RandomAccessFile(events.toFile(), "r")) {
            long from = offset <= file.length() ? offset : 0;
            file.seek(from);
            byte[] bytes = new byte[(int) Math.min(MOST, file.length() - from)];
            file.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            // A line longer than all we read at once is no event of ours: it is skipped.
            long next = from + (end == 0 && bytes.length == MOST ? MOST : end);
            return new News(present, new String(bytes, 0, end, StandardCharsets.UTF_8), next);
        }
    }
}
