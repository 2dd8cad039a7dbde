package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.data.source.LineText;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * A data version: which files with which content, and what their columns are.
 *
 * @param format {@link #FORMAT}
 * @param version {@code sha256:} and the SHA-256 of the canonical listing of {@code files}, see {@link #versionOf}
 * @param rows data rows in all files
 * @param files in the order of their paths' code points
 */
public record Manifest(int format, String version, Schema schema, long rows, List<ManifestFile> files) {
    public static final int FORMAT = 1;

    private static final String LISTING = "cd4ml-data 1\n";

    public static Manifest of(Schema schema, List<ManifestFile> files) {
        long rows = files.stream().mapToLong(ManifestFile::rows).sum();
        return new Manifest(FORMAT, versionOf(files), schema, rows, List.copyOf(files));
    }

    /**
     * The identity of files' content: SHA-256 of the line {@code cd4ml-data 1} and a line {@code <sha256> <bytes> <path>} for
     * each file in order, in UTF-8, each ended by a line feed ({@code \}, LF and CR in a path are escaped as {@code \\},
     * {@code \n}, {@code \r}). {@code sha256sum} and a sorted list yield the same.
     */
    public static String versionOf(List<ManifestFile> files) {
        MessageDigest digest = Sha256.digest();
        digest.update(LISTING.getBytes(StandardCharsets.UTF_8));
        for (ManifestFile file : files) {
            String line = file.sha256() + " " + file.bytes() + " " + LineText.escape(file.path()) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return "sha256:" + Sha256.hex(digest);
    }

    /** Bytes of all files together. */
    public long bytes() {
        return files.stream().mapToLong(ManifestFile::bytes).sum();
    }

    /**
     * Reads {@code manifest.json}.
     *
     * @throws InputException when it is not there, of another format, or does not add up to its own version
     */
    public static Manifest read(Path path) throws IOException {
        Manifest manifest;
        try {
            manifest = DataJson.read(path, Manifest.class);
        } catch (NoSuchFileException e) {
            throw new InputException("there is no data version at " + path + ": run versionData first");
        } catch (JsonProcessingException e) {
            throw new InputException(
                    "the manifest " + path + " is damaged (" + e.getOriginalMessage() + "): run versionData again");
        }
        if (manifest.format != FORMAT) {
            throw new InputException("the manifest " + path + " has format " + manifest.format + ", this engine reads "
                    + FORMAT + ": run versionData again");
        }
        if (manifest.schema == null
                || manifest.files == null
                || !versionOf(manifest.files).equals(manifest.version)) {
            throw new InputException(
                    "the manifest " + path + " does not add up to its own version: run versionData again");
        }
        return manifest;
    }

    /** Writes {@code manifest.json}, whole or not at all. */
    public void write(Path path) throws IOException {
        DataJson.write(path, this);
    }
}
