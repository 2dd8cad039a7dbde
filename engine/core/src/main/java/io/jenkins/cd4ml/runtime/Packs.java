package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.layout.Variables;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the jars of a runtime pack. Where the variable {@value #DIRECTORY} names a folder, they are taken from there and from
 * nowhere else (sites without a network); otherwise Maven Resolver finds them with the user's own settings, mirrors and
 * proxies, and keeps them in the user's local repository. Every jar's SHA-256 is checked before every use.
 */
public final class Packs {
    /** Environment variable: a folder that holds the packs' jars under their Maven file names. */
    public static final String DIRECTORY = Variables.PACKS;

    private final Map<String, String> environment;
    private final EventSink events;

    public Packs(Map<String, String> environment, EventSink events) {
        this.environment = environment;
        this.events = events;
    }

    /** The jars of the pack for this machine; throws {@link InputException} saying which one cannot be had, and why. */
    public List<Path> resolve(String pack) throws IOException {
        PackManifest manifest = PackManifest.named(pack);
        List<PackArtifact> artifacts = manifest.artifactsFor(Platform.current());
        String directory = environment.get(DIRECTORY);
        if (directory != null && !directory.isBlank()) {
            return fromDirectory(pack, Path.of(directory), artifacts);
        }
        PackIndex index = PackIndex.of(environment);
        List<Path> known = index.find(pack, artifacts);
        if (!known.isEmpty()) {
            return known;
        }
        List<Path> resolved = new MavenArtifacts(environment, events).resolve(pack, manifest.purpose(), artifacts);
        requireExact(artifacts, resolved);
        index.remember(pack, resolved);
        return resolved;
    }

    /** Lets the pack prepare what its libraries need on this machine. */
    void prepare(String pack, Path cache, List<Path> jars) throws IOException {
        for (RuntimePack adapter : Adapters.of(RuntimePack.class)) {
            if (adapter.name().equals(pack)) {
                adapter.prepare(cache, jars, events);
            }
        }
    }

    /** Names of all packs, in alphabetical order. */
    public static List<String> names() {
        return PackManifest.names();
    }

    /**
     * What a pack is.
     *
     * @param platforms it exists for; empty: for all
     * @param bytes of its jars for the largest of these
     */
    public record Listing(String name, String purpose, List<String> platforms, long bytes) {}

    /** All packs, in alphabetical order. */
    public static List<Listing> list() {
        return names().stream()
                .map(name -> PackManifest.named(name).listing(name))
                .toList();
    }

    /**
     * Copies the jars of a pack into a folder, for machines without a network; jars that are there and right are left alone.
     *
     * @param platform such as {@code linux-x86_64}
     * @return bytes that were copied
     */
    public long copy(String pack, String platform, Path folder) throws IOException {
        if (!names().contains(pack)) {
            throw new InputException("there is no runtime pack " + pack + ": there are " + String.join(", ", names()));
        }
        PackManifest manifest = PackManifest.named(pack);
        List<PackArtifact> missing = new ArrayList<>();
        for (PackArtifact artifact : manifest.artifactsFor(new Platform(platform))) {
            Path jar = folder.resolve(artifact.fileName());
            if (!Files.isRegularFile(jar) || !Sha256.of(jar).equals(artifact.sha256())) {
                missing.add(artifact);
            }
        }
        if (missing.isEmpty()) {
            return 0;
        }
        List<Path> jars = new MavenArtifacts(environment, events).resolve(pack, manifest.purpose(), missing);
        requireExact(missing, jars);
        Files.createDirectories(folder);
        long bytes = 0;
        for (int i = 0; i < jars.size(); i++) {
            Path beside = folder.resolve("." + missing.get(i).fileName() + ".tmp");
            Files.copy(jars.get(i), beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    beside,
                    folder.resolve(missing.get(i).fileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            bytes += missing.get(i).bytes();
        }
        return bytes;
    }

    /** This machine's platform, as packs name it. */
    public static String platform() {
        return Platform.current().classifier();
    }

    /** Versions of the libraries in a pack, by artifact: what a provenance says of them. */
    public static SortedMap<String, String> versions(String pack) {
        SortedMap<String, String> versions = new TreeMap<>();
        for (PackArtifact artifact : PackManifest.named(pack).artifacts()) {
            String[] coordinates = artifact.coordinates().split(":");
            versions.put(coordinates[1], coordinates[coordinates.length - 1]);
        }
        return versions;
    }

    private static List<Path> fromDirectory(String pack, Path directory, List<PackArtifact> artifacts)
            throws IOException {
        List<Path> jars = new ArrayList<>();
        for (PackArtifact artifact : artifacts) {
            Path jar = directory.resolve(artifact.fileName());
            if (!Files.isRegularFile(jar)) {
                throw new InputException("the folder " + directory + " (from " + DIRECTORY + ") lacks "
                        + artifact.fileName() + " of the runtime pack " + pack + ": put " + artifact.coordinates()
                        + " there");
            }
            jars.add(jar);
        }
        requireExact(artifacts, jars);
        return jars;
    }

    private static void requireExact(List<PackArtifact> artifacts, List<Path> jars) throws IOException {
        for (int i = 0; i < jars.size(); i++) {
            String found = Sha256.of(jars.get(i));
            if (!found.equals(artifacts.get(i).sha256())) {
                throw new InputException(jars.get(i) + " is not the pinned "
                        + artifacts.get(i).coordinates() + ": its SHA-256 is " + found + ", not "
                        + artifacts.get(i).sha256() + "; delete it and try again");
            }
        }
    }
}
