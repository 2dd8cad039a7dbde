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
 * What stands at a path, links followed, by one question to the system.
 *
 * @param key tells folders apart: device and inode, or what else the system has; null where it has nothing
 * @param openToAll whether its mode lets everybody read it; false where the system knows no modes
 */
record FileNode(FileStat stat, boolean isFolder, boolean isFile, Object key, boolean openToAll) {
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final String ASKED = "unix:size,lastModifiedTime,ctime,ino,dev,mode";

    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int READ_BY_ALL = 0444;

    /** The device and the number of a file on it. */
    private record Key(long device, long inode) {}

    static FileNode of(Path path) throws IOException {
        if (UNIX && path.getFileSystem() == FileSystems.getDefault()) {
            Map<String, Object> attributes = Files.readAttributes(path, ASKED);
            int mode = (Integer) attributes.get("mode");
            long inode = (Long) attributes.get("ino");
            FileStat stat = new FileStat(
                    (Long) attributes.get("size"),
                    nanos((FileTime) attributes.get("lastModifiedTime")),
                    nanos((FileTime) attributes.get("ctime")),
                    inode);
            return new FileNode(
                    stat,
                    (mode & TYPE) == FOLDER,
                    (mode & TYPE) == FILE,
                    new Key((Long) attributes.get("dev"), inode),
                    (mode & READ_BY_ALL) == READ_BY_ALL);
        }
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        long modified = nanos(attributes.lastModifiedTime());
        return new FileNode(
                new FileStat(attributes.size(), modified, modified, 0),
                attributes.isDirectory(),
                attributes.isRegularFile(),
                attributes.fileKey(),
                false);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
