package io.jenkins.plugins.cd4ml.execution;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import jenkins.agents.ControllerToAgentFileCallable;

/** Bytes of the regular files below a folder; 0 where there is none. Links are not followed. */
record FolderSize() implements ControllerToAgentFileCallable<Long> {
    @Override
    public Long invoke(File folder, VirtualChannel channel) throws IOException {
        if (!folder.isDirectory()) {
            return 0L;
        }
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder.toPath())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }
}
