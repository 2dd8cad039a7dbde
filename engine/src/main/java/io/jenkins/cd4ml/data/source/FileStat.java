package io.jenkins.cd4ml.data.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a file without reading it: whoever changes the content changes one of these.
 *
 * @param modified nanoseconds since 1970 of the last change of the content
 * @param changed the same of the last change of content or attributes, which no program can set; equal to {@code modified}
 *     where the system does not tell
 * @param inode the file's number, 0 where the system does not tell
 */
public record FileStat(long size, long modified, long changed, long inode) {

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    public static FileStat of(Path file) throws IOException {
        if (UNIX && file.getFileSystem() == FileSystems.getDefault()) {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
            return new FileStat(
                    (Long) attributes.get("size"),
                    nanos((FileTime) attributes.get("lastModifiedTime")),
                    nanos((FileTime) attributes.get("ctime")),
                    (Long) attributes.get("ino"));
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        long modified = nanos(attributes.lastModifiedTime());
        return new FileStat(attributes.size(), modified, modified, 0);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
