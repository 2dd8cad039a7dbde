package io.jenkins.plugins.cd4ml.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import jenkins.agents.ControllerToAgentFileCallable;

/** Reads what the registry last decided for what serves an environment on the agent; null where there is nothing, or nothing legible. */
record ReadServedState(String environment) implements ControllerToAgentFileCallable<ServedState> {
    private static final int MOST_BYTES = 1 << 16;

    @Override
    @CheckForNull
    public ServedState invoke(File project, VirtualChannel channel) throws IOException {
        Path file =
                project.toPath().resolve(ProjectLayout.deployment(environment)).resolve(ServedState.FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
            return null;
        }
        try {
            return Protocol.mapper().readValue(Files.readAllBytes(file), ServedState.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
