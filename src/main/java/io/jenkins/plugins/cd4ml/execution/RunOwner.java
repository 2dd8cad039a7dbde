package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Takes a run in a workspace for a build. Two jobs may share one, and their builds have the same numbers some day: then neither may work
 * in the other's run, or delete it. Gives the other job whose it is; null where it is the build's now.
 *
 * @param job full name
 * @param token of the build
 */
record RunOwner(String run, String job, String token) implements ControllerToAgentFileCallable<String> {
    private static final int MOST_BYTES = 4096;

    /** An engine makes its run's folder a moment after it was started; longer than that nobody waits for it. */
    private static final Duration START = Duration.ofMinutes(10);

    @Override
    @CheckForNull
    public String invoke(File project, VirtualChannel channel) throws IOException {
        Path file = project.toPath().resolve(ProjectLayout.OWNERS).resolve(run);
        String[] words = read(file).split("\n", 2);
        boolean foreign = words.length == 2
                && !words[0].equals(token)
                && !words[1].equals(job)
                && (Files.isDirectory(project.toPath().resolve(ProjectLayout.run(run)))
                        || Files.getLastModifiedTime(file)
                                .toInstant()
                                .isAfter(Instant.now().minus(START)));
        if (foreign) {
            return words[1];
        }
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(run + "." + token + ".tmp");
        Files.writeString(beside, token + "\n" + job);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return null;
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
