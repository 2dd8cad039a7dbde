package io.jenkins.cd4ml.data.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the file system says of a file without reading it: whoever changes the content changes one of these.
 *
 * @param modified nanoseconds since 1970 of the last change of the content
 * @param changed the same of the last change of content or attributes, which no program can set; equal to {@code modified}
 *     where the system does not tell
 * @param inode the file's number, 0 where the system does not tell
 */
public record FileStat(long size, long modified, long changed, long inode) {

    public static FileStat of(Path file) throws IOException {
        return FileNode.of(file).stat();
    }
}
