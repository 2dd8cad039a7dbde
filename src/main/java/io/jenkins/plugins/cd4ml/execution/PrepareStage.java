package io.jenkins.plugins.cd4ml.execution;

import hudson.Util;
import hudson.remoting.VirtualChannel;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Makes the project's folder ready on the agent: a folder for the request that only the agent's user may read, and no result of an
 * earlier attempt that could be taken for this one's.
 *
 * @param requestFolder absolute path
 * @param fresh whether a run of that id can only be the rest of an earlier job with builds of the same numbers
 * @param ancestors runs that a new run may start from, the nearest first
 */
record PrepareStage(String requestFolder, String run, List<String> ancestors, String resultFile, boolean fresh)
        implements ControllerToAgentFileCallable<PrepareStage.Ready> {

    /**
     * The state of things.
     *
     * @param continues the run that the new run is to start from; null where it is there already or there is none
     */
    record Ready(String continues) implements Serializable {}

    @Override
    public Ready invoke(File project, VirtualChannel channel) throws IOException {
        Path folder = Path.of(requestFolder);
        Files.createDirectories(Objects.requireNonNull(folder.getParent(), "a folder beside the workspace"));
        createPrivate(folder);
        Path runs = project.toPath().resolve(ProjectLayout.RUNS);
        if (fresh) {
            Util.deleteRecursive(runs.resolve(run).toFile());
        }
        Files.deleteIfExists(runs.resolve(run).resolve(resultFile));
        if (Files.isDirectory(runs.resolve(run))) {
            return new Ready(null);
        }
        return new Ready(ancestors.stream()
                .filter(ancestor -> Files.isDirectory(runs.resolve(ancestor)))
                .findFirst()
                .orElse(null));
    }

    private static void createPrivate(Path folder) throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (UnsupportedOperationException e) {
            Files.createDirectory(folder); // Windows: what the folder above allows
        } catch (FileAlreadyExistsException e) {
            throw new IOException("there is a folder " + folder + " already", e);
        }
    }
}
