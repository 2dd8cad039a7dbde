package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.cd4ml.protocol.registry.Decision;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Tells what serves on the agent whether the registry has taken the version that a canary has proposed: until then the router keeps the
 * champion before ready, and goes back to it where the registry refuses. Where nothing serves there is nobody to tell.
 *
 * @param environment that was deployed to, by the rules of the registry
 * @param served what serves from now on by the registry; null where nothing has changed
 */
record TellDecision(String environment, String run, boolean promoted, String reason, @CheckForNull ServedState served)
        implements ControllerToAgentFileCallable<Void> {

    @Override
    public Void invoke(File project, VirtualChannel channel) throws IOException {
        Path folder = project.toPath().resolve(ProjectLayout.deployment(environment));
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        if (served != null) {
            write(folder.resolve(ServedState.FILE), Protocol.write(served));
        }
        write(folder.resolve(Decision.FILE), Protocol.write(new Decision(run, promoted, reason)));
        return null;
    }

    private static void write(Path file, String text) throws IOException {
        Path beside = Files.createTempFile(file.getParent(), ".decision", ".tmp");
        try {
            Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
