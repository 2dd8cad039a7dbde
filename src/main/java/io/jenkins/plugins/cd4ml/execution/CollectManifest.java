package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.plugins.cd4ml.results.EarlierData;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Fetches the manifest of a run's data from the agent; null where there is none, or one too large to be kept with the build.
 *
 * @param run the run in the project's folder
 */
record CollectManifest(String run) implements ControllerToAgentFileCallable<byte[]> {

    @Override
    @CheckForNull
    public byte[] invoke(File project, VirtualChannel channel) throws IOException {
        Path file = project.toPath().resolve(ProjectLayout.manifest(run));
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > EarlierData.MOST_MANIFEST) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(EarlierData.MOST_MANIFEST);
        }
    }
}
