package io.jenkins.cd4ml.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers where a pack's jars were found, so that Maven Resolver need not start each time. The jars are hashed all the same. */
final class PackIndex {
    private final Path folder;

    private PackIndex(Path folder) {
        this.folder = folder;
    }

    static PackIndex of(Map<String, String> environment) {
        return new PackIndex(CacheFolder.of(environment).resolve("packs"));
    }

    /** The jars, or an empty list when one of them is unknown, gone or not what it was. */
    List<Path> find(String pack, List<PackArtifact> artifacts) {
        try {
            String[] paths = new ObjectMapper().readValue(file(pack).toFile(), String[].class);
            if (paths == null || paths.length != artifacts.size()) {
                return List.of();
            }
            List<Path> jars = new ArrayList<>();
            for (int i = 0; i < paths.length; i++) {
                Path jar = paths[i] == null ? null : Path.of(paths[i]);
                if (jar == null || !Sha256.of(jar).equals(artifacts.get(i).sha256())) {
                    return List.of();
                }
                jars.add(jar);
            }
            return jars;
        } catch (IOException | InvalidPathException e) {
            // Damaged, whatever it holds: it is made anew.
            return List.of();
        }
    }

    /** Keeps the places; a cache that cannot be written only costs time. */
    void remember(String pack, List<Path> jars) {
        try {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, pack, ".tmp");
            new ObjectMapper()
                    .writeValue(
                            beside.toFile(), jars.stream().map(Path::toString).toList());
            Files.move(beside, file(pack), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // found again next time
        }
    }

    private Path file(String pack) {
        return folder.resolve(pack + ".json");
    }
}
