package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.layout.RunLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a model package, as far as they are looked at without the engine: plain files in one folder. */
final class PackageFiles {
    private static final String CHECKSUMS = RunLayout.CHECKSUMS;
    private static final long MOST_CHECKSUMS = 1 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private PackageFiles() {}

    /** Whether that may be the name of a file in a package. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** {@code sha256:…} of the checksums, the package's identity; null where there is no package. */
    @CheckForNull
    static String digest(Path folder) throws IOException {
        Path sums = folder.resolve(CHECKSUMS);
        if (!Files.isRegularFile(sums, LinkOption.NOFOLLOW_LINKS) || Files.size(sums) > MOST_CHECKSUMS) {
            return null;
        }
        MessageDigest sha256 = sha256();
        try (InputStream in = Files.newInputStream(sums)) {
            sha256.update(in.readAllBytes());
        }
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    /** All of them by name; fails where there is anything else. */
    static List<Path> of(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.sorted().toList();
            for (Path file : files) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        || !isName(folder.relativize(file).toString())) {
                    throw new IOException(file + " does not belong into a model package");
                }
            }
            return files;
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
