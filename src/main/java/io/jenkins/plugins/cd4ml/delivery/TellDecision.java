package io.jenkins.plugins.cd4ml.delivery;

import hudson.remoting.VirtualChannel;
import io.jenkins.cd4ml.protocol.Protocol;
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
 */
record TellDecision(String environment, String run, boolean promoted, String reason)
        implements ControllerToAgentFileCallable<Void> {

    @Override
    public Void invoke(File project, VirtualChannel channel) throws IOException {
        Path folder = project.toPath().resolve(".cd4ml").resolve("deploy").resolve(environment);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        Path beside = Files.createTempFile(folder, ".decision", ".tmp");
        try {
            Files.write(
                    beside, Protocol.write(new Decision(run, promoted, reason)).getBytes(StandardCharsets.UTF_8));
            Files.move(
                    beside,
                    folder.resolve(Decision.FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        return null;
    }
}
