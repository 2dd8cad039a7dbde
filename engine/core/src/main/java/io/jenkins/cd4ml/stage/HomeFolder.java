package io.jenkins.cd4ml.stage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A project's {@code .cd4ml}: data, models and request logs, so it is for its owner alone (0700), and no file of it belongs in the project's
 * version control. One that is there already keeps its permissions: who shares it makes it beforehand.
 */
public final class HomeFolder {
    private HomeFolder() {}

    /** Makes the folder where there is none. */
    public static void make(Path home) throws IOException {
        if (Files.isDirectory(home)) {
            return;
        }
        Files.createDirectories(home.toAbsolutePath().getParent());
        try {
            if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(home);
            }
            Files.writeString(home.resolve(".gitignore"), "*\n");
        } catch (FileAlreadyExistsException e) {
            // another command was faster
        }
    }
}
