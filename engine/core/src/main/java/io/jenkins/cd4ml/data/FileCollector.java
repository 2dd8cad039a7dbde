package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects the files of a data version: up to 10,000 in memory, more in a temporary file. */
final class FileCollector implements Closeable {
    /** So many files of a data version are kept in memory. */
    static final int IN_MEMORY = 10_000;

    private final Path folder;
    private final int inMemory;
    private final List<ManifestFile> memory = new ArrayList<>();
    private Path document;
    private JsonGenerator json;
    private int size;

    /** @param temporary folder for the temporary file, made when it is needed */
    FileCollector(Path temporary) {
        this(temporary, IN_MEMORY);
    }

    FileCollector(Path temporary, int inMemory) {
        this.folder = temporary;
        this.inMemory = inMemory;
    }

    void add(ManifestFile file) throws IOException {
        size++;
        if (json == null && memory.size() < inMemory) {
            memory.add(file);
            return;
        }
        if (json == null) {
            spill();
        }
        json.writeObject(file);
    }

    private void spill() throws IOException {
        Files.createDirectories(folder);
        document = Files.createTempFile(folder, "files", ".tmp");
        json = DataJson.mapper().createGenerator(new BufferedOutputStream(Files.newOutputStream(document), 1 << 16));
        json.enable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeArrayFieldStart("files");
        for (ManifestFile file : memory) {
            json.writeObject(file);
        }
        memory.clear();
    }

    /** The files in the order in which they were added; to be used before {@link #close()}. */
    List<ManifestFile> files() throws IOException {
        if (json == null) {
            return List.copyOf(memory);
        }
        json.close();
        return new FilesOnDisk(document, size, false);
    }

    @Override
    public void close() throws IOException {
        if (document != null) {
            json.close();
            Files.deleteIfExists(document);
        }
    }
}
