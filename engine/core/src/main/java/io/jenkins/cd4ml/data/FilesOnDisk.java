package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The {@code files} of a JSON document that are too many for memory, read from it each time they are gone through; {@link #get} goes
 * through those before.
 */
final class FilesOnDisk extends AbstractList<ManifestFile> {
    private final Path document;
    private final int size;
    private final boolean manifest;
    private final String sha256;

    /** @param manifest whether the document is a manifest with these files */
    FilesOnDisk(Path document, int size, boolean manifest) {
        this(document, size, manifest, null);
    }

    private FilesOnDisk(Path document, int size, boolean manifest, String sha256) {
        this.document = document;
        this.size = size;
        this.manifest = manifest;
        this.sha256 = sha256;
    }

    /** Those of a manifest whose digest is known. */
    static FilesOnDisk ofManifest(Path document, int size, String sha256) {
        return new FilesOnDisk(document, size, true, sha256);
    }

    Path document() {
        return document;
    }

    boolean isManifest() {
        return manifest;
    }

    /** Of the document, where it is known. */
    Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public ManifestFile get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        Iterator<ManifestFile> files = iterator();
        for (int i = 0; i < index; i++) {
            files.next();
        }
        return files.next();
    }

    @Override
    public Iterator<ManifestFile> iterator() {
        try {
            return new Entries(DataJson.mapper().createParser(document.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One reading; closes the document at the end of the list. */
    private static final class Entries implements Iterator<ManifestFile> {
        private final JsonParser parser;
        private boolean more;

        Entries(JsonParser parser) throws IOException {
            this.parser = parser;
            parser.nextToken();
            while (!"files".equals(parser.nextFieldName())) {
                parser.nextToken();
                parser.skipChildren();
            }
            parser.nextToken();
            advance();
        }

        private void advance() throws IOException {
            more = parser.nextToken() == JsonToken.START_OBJECT;
            if (!more) {
                parser.close();
            }
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public ManifestFile next() {
            if (!more) {
                throw new NoSuchElementException();
            }
            try {
                ManifestFile file = DataJson.parts().readValue(parser, ManifestFile.class);
                advance();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
