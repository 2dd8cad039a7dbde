package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.remoting.VirtualChannel;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Lays a version's package out on the agent, whole or not at all. One that lies there already, with the right digest, stays.
 *
 * @param folder where, below the project's
 * @param digest of the package
 * @param archive the package's archive from the controller; null: only look whether it lies there
 * @param bytes size of the archive: what comes out of it is no larger
 */
record LayOutPackage(String folder, String digest, @CheckForNull InputStream archive, long bytes)
        implements ControllerToAgentFileCallable<Boolean> {

    /** Whether it lies there afterwards. */
    @Override
    public Boolean invoke(File project, VirtualChannel channel) throws IOException {
        Path target = project.toPath().resolve(folder);
        if (isThere(target)) {
            return true;
        }
        if (archive == null) {
            return false;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent(), "a folder below the project"));
        Path beside = target.resolveSibling(".incoming-" + UUID.randomUUID());
        try {
            Files.createDirectory(beside);
            unpack(beside);
            if (!digest.equals(PackageFiles.digest(beside))) {
                throw new IOException("the archive does not hold the package " + digest
                        + ": the controller's copy is damaged, restore it from a backup");
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Util.deleteRecursive(target.toFile());
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isThere(target)) { // another stage was faster
                throw e;
            }
        } finally {
            Util.deleteRecursive(beside.toFile());
        }
        return true;
    }

    private boolean isThere(Path target) throws IOException {
        return Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) && digest.equals(PackageFiles.digest(target));
    }

    private void unpack(Path target) throws IOException {
        long left = bytes;
        byte[] buffer = new byte[1 << 16];
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(archive, 1 << 16))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory() || !PackageFiles.isName(entry.getName())) {
                    throw new IOException("the archive of " + digest + " holds more than a package's files");
                }
                try (OutputStream file = Files.newOutputStream(target.resolve(entry.getName()))) {
                    for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
                        left -= count;
                        if (left < 0) {
                            throw new IOException("the archive of " + digest + " becomes larger than it is");
                        }
                        file.write(buffer, 0, count);
                    }
                }
            }
        }
    }
}
