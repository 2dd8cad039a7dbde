package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Fetches a stage's result from the agent, bounded: as bytes, whose digest the controller computes itself.
 *
 * @param resultFile path below the project's folder
 * @param most bytes of it
 */
record CollectResult(String resultFile, int most) implements ControllerToAgentFileCallable<CollectResult.Collected> {

    /**
     * What was found.
     *
     * @param project whether the project's folder is there
     * @param content the result; null where there is none or it is too large
     * @param bytes its size; 0 where there is none
     */
    record Collected(boolean project, @CheckForNull byte[] content, long bytes) implements Serializable {}

    @Override
    public Collected invoke(File project, VirtualChannel channel) throws IOException {
        Path file = project.toPath().resolve(resultFile);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Collected(project.isDirectory(), null, 0);
        }
        long size = Files.size(file);
        if (size > most) {
            return new Collected(true, null, size);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most);
            return new Collected(true, bytes, bytes.length);
        }
    }
}
