package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.jenkins.cd4ml.data.source.LineText;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Schema;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A data version: which files with which content, and what their columns are.
 *
 * @param format {@link #FORMAT}
 * @param version {@code sha256:} and the SHA-256 of the canonical listing of {@code files}, see {@link #versionOf}
 * @param rows data rows in all files
 * @param files in the order of their paths' code points; where there are more than fit memory they stay in the file, and are
 *     read anew each time they are gone through
 */
public record Manifest(int format, String version, Schema schema, long rows, List<ManifestFile> files) {
    public static final int FORMAT = 1;

    private static final String LISTING = "cd4ml-data 1\n";

    public static Manifest of(Schema schema, List<ManifestFile> files) {
        long rows = files.stream().mapToLong(ManifestFile::rows).sum();
        return new Manifest(FORMAT, versionOf(files), schema, rows, files);
    }

    /**
     * The identity of files' content: SHA-256 of the line {@code cd4ml-data 1} and a line {@code <sha256> <bytes> <path>} for
     * each file in order, in UTF-8, each ended by a line feed ({@code \}, LF and CR in a path are escaped as {@code \\},
     * {@code \n}, {@code \r}). {@code sha256sum} and a sorted list yield the same.
     */
    public static String versionOf(Iterable<ManifestFile> files) {
        Listing listing = new Listing();
        files.forEach(file -> listing.add(file.path(), file.bytes(), file.sha256()));
        return listing.version();
    }

    /** Computes {@link #versionOf} file by file. */
    static final class Listing {
        private final MessageDigest digest = Sha256.digest();

        Listing() {
            digest.update(LISTING.getBytes(StandardCharsets.UTF_8));
        }

        void add(String path, long bytes, String sha256) {
            digest.update((sha256 + " " + bytes + " " + LineText.escape(path) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String version() {
            return "sha256:" + Sha256.hex(digest);
        }
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
            manifest = stream(path, null);
        } catch (NoSuchFileException e) {
            throw new InputException("there is no data version at " + path + ": run versionData first");
        } catch (JsonProcessingException e) {
            throw new InputException(
                    "the manifest " + path + " is damaged (" + JsonMistake.of(e) + "): run versionData again");
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

    /**
     * The same where the file is known to be what was written: its list of files is not read.
     *
     * @param files how many there are
     * @param sha256 of the file
     */
    static Manifest head(Path path, int files, String sha256) throws IOException {
        return stream(path, FilesOnDisk.ofManifest(path, files, sha256));
    }

    /** @param known the files where they need not be read; null where they must */
    private static Manifest stream(Path path, List<ManifestFile> known) throws IOException {
        int format = 0;
        String version = null;
        Schema schema = null;
        long rows = 0;
        List<ManifestFile> files = null;
        try (JsonParser parser = DataJson.mapper().createParser(path.toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw MismatchedInputException.from(parser, Manifest.class, "it is no object");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                if (known != null && key.equals("files")) {
                    return new Manifest(format, version, schema, rows, known);
                }
                switch (key) {
                    case "format" -> format = parser.getIntValue();
                    case "version" -> version = parser.getText();
                    case "schema" -> schema = DataJson.parts().readValue(parser, Schema.class);
                    case "rows" -> rows = parser.getLongValue();
                    case "files" -> files = files(parser, path);
                    default -> parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw MismatchedInputException.from(parser, Manifest.class, "it has something behind its end");
            }
        } catch (FileNotFoundException e) {
            throw new NoSuchFileException(path.toString());
        }
        return new Manifest(format, version, schema, rows, files);
    }

    private static List<ManifestFile> files(JsonParser parser, Path path) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return null;
        }
        List<ManifestFile> files = new ArrayList<>();
        int count = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            ManifestFile file = DataJson.parts().readValue(parser, ManifestFile.class);
            if (count++ < FileCollector.IN_MEMORY) {
                files.add(file);
            }
        }
        return count == files.size() ? List.copyOf(files) : new FilesOnDisk(path, count, true);
    }

    /** Writes {@code manifest.json}, whole or not at all, and returns its SHA-256. */
    public String write(Path path) throws IOException {
        if (files instanceof FilesOnDisk onDisk && onDisk.isManifest()) {
            AtomicFile.copy(onDisk.document(), path);
            return onDisk.sha256().isPresent() ? onDisk.sha256().get() : Sha256.of(path);
        }
        DataJson.write(path, this);
        return Sha256.of(path);
    }
}
