package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.core.type.TypeReference;
import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Remembers what a pass found, by data version, settings and engine: {@code .cd4ml/cache/profiles/<key>/}. The newest
 * twenty are kept; a damaged one is as good as none.
 */
final class AnalysisCache {
    private static final int KEPT = 20;
    private static final String MANIFEST = "manifest.json";
    private static final String DIGEST = "manifest.digest";
    private static final String PROFILE = "profile.json";
    /** Holds the SHA-256 of a profile that the store has. */
    private static final String STORED_PROFILE = "profile.sha256";

    private static final long LARGE = 1 << 20;

    private final Path folder;
    private final String settings;
    private final ObjectStore store;

    /** @param store which keeps the profiles, too */
    AnalysisCache(Path home, DataSettings settings, ObjectStore store) {
        this.store = store;
        this.folder = home.resolve("cache/profiles");
        this.settings = DataJson.mapper().valueToTree(settings).toString();
    }

    /**
     * What was found in that data version under these settings.
     *
     * @param files number of its files
     * @param bytes of all of them together
     */
    Optional<Analysis> find(String version, long files, long bytes) {
        Path entry = entry(version);
        try {
            Manifest manifest = manifest(entry, files);
            Profile profile = profile(entry);
            List<Check> checks = DataJson.mapper()
                    .readValue(entry.resolve("checks.json").toFile(), new TypeReference<List<Check>>() {});
            return manifest.version().equals(version)
                    ? Optional.of(new Analysis(manifest, profile, checks, bytes, 0))
                    : Optional.empty();
        } catch (IOException | InputException e) {
            return Optional.empty();
        }
    }

    private Profile profile(Path entry) throws IOException {
        Path stored = entry.resolve(STORED_PROFILE);
        if (!Files.exists(stored)) {
            return Profile.read(entry.resolve(PROFILE));
        }
        return Profile.read(store.get(Files.readString(stored).strip())
                .orElseThrow(() -> new InputException("the profile is no longer in the store")));
    }

    /** A long manifest is not read where its checksum tells that it is what was written. */
    private static Manifest manifest(Path entry, long files) throws IOException {
        Path file = entry.resolve(MANIFEST);
        Path digest = entry.resolve(DIGEST);
        if (files > FileCollector.IN_MEMORY && Files.exists(digest)) {
            String known = Files.readString(digest);
            String sha256 = known.substring(0, Math.max(0, known.indexOf(' ')));
            if (known.equals(digest(sha256, file))) {
                return Manifest.head(file, (int) files, sha256);
            }
        }
        return Manifest.read(file);
    }

    /** Two digests: CRC-32C tells damage in a hundredth of the time that SHA-256 takes in a JVM that has just started. */
    private static String digest(String sha256, Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        }
        return sha256 + " " + HexFormat.of().toHexDigits(checksum.getValue()) + "\n";
    }

    /**
     * Remembers an analysis. A large profile is not written once more: the store has it.
     *
     * @param profile its file in the run; {@code sha256} the same in the store
     */
    void save(Analysis analysis, Path profile, String sha256) throws IOException {
        Files.createDirectories(folder);
        Path entry = entry(analysis.manifest().version());
        Path fresh = folder.resolve("." + UUID.randomUUID());
        Files.createDirectory(fresh);
        try {
            Path manifest = fresh.resolve(MANIFEST);
            Files.writeString(fresh.resolve(DIGEST), digest(analysis.manifest().write(manifest), manifest));
            if (Files.size(profile) > LARGE) {
                Files.writeString(fresh.resolve(STORED_PROFILE), sha256 + "\n");
            } else {
                Files.copy(profile, fresh.resolve(PROFILE));
            }
            DataJson.write(fresh.resolve("checks.json"), analysis.checks());
            Removal.of(entry);
            Files.move(fresh, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(entry)) {
                throw e;
            }
            // Somebody else remembered the same at the same moment.
        } finally {
            Removal.of(fresh);
        }
        forgetOldest();
    }

    private Path entry(String version) {
        return folder.resolve(Sha256.of(version + "\n" + settings + "\n" + Provenances.engineVersion()));
    }

    private void forgetOldest() throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.sorted(Comparator.comparing(AnalysisCache::modified).reversed())
                    .toList();
        }
        for (Path old : entries.subList(Math.min(KEPT, entries.size()), entries.size())) {
            Removal.of(old);
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
