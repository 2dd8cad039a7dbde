package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Streams a run's package from the agent as an archive. Nothing is compressed, so that an archive never becomes larger than it is when
 * it is unpacked; the same package gives the same bytes.
 *
 * @param folder of the package below the project's
 * @param sink takes the bytes on the controller
 */
record SendPackage(String folder, OutputStream sink) implements ControllerToAgentFileCallable<SendPackage.Sent> {

    /**
     * What was sent.
     *
     * @param sha256 of the archive; null where there is no package
     * @param digest of the package; null likewise
     */
    record Sent(@CheckForNull String sha256, @CheckForNull String digest) implements Serializable {}

    @Override
    public Sent invoke(File project, VirtualChannel channel) throws IOException {
        Path path = project.toPath().resolve(folder);
        String digest = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? PackageFiles.digest(path) : null;
        if (digest == null) {
            return new Sent(null, null);
        }
        MessageDigest sha256 = PackageFiles.sha256();
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(sink, 1 << 16), sha256);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : PackageFiles.of(path)) {
                ZipEntry entry = new ZipEntry(path.relativize(file).toString());
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return new Sent(HexFormat.of().formatHex(sha256.digest()), digest);
    }
}
