package io.jenkins.cd4ml.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which jars make up a runtime pack, on which platform, to the bit: the content of {@link RuntimePack#manifest}. */
record PackManifest(String purpose, List<PackArtifact> artifacts, Map<String, List<PackArtifact>> platforms) {

    private static final Map<String, PackManifest> ALL = read();

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    Packs.Listing listing(String name) {
        long common = size(artifacts);
        long natives =
                platforms.values().stream().mapToLong(PackManifest::size).max().orElse(0);
        return new Packs.Listing(name, purpose, List.copyOf(new TreeSet<>(platforms.keySet())), common + natives);
    }

    private static long size(List<PackArtifact> jars) {
        return jars.stream().mapToLong(PackArtifact::bytes).sum();
    }

    /** The pack of that name; an unknown name is a fault of ours. */
    static PackManifest named(String pack) {
        PackManifest manifest = ALL.get(pack);
        if (manifest == null) {
            throw new IllegalArgumentException("no runtime pack " + pack + " among " + ALL.keySet());
        }
        return manifest;
    }

    /** The jars for one platform, which a pack without native libraries does not ask for; throws {@link InputException} where there are none for it. */
    List<PackArtifact> artifactsFor(Platform platform) {
        if (platforms.isEmpty()) {
            return artifacts;
        }
        List<PackArtifact> natives = platforms.get(platform.classifier());
        if (natives == null) {
            throw new InputException("the runtime pack for " + purpose + " does not exist for "
                    + platform.classifier() + "; it exists for "
                    + String.join(", ", new TreeSet<>(platforms.keySet())));
        }
        List<PackArtifact> all = new ArrayList<>(artifacts);
        all.addAll(natives);
        return all;
    }

    private static Map<String, PackManifest> read() {
        Map<String, PackManifest> manifests = new TreeMap<>();
        for (RuntimePack pack : Adapters.of(RuntimePack.class)) {
            try (InputStream in = pack.manifest()) {
                manifests.put(pack.name(), new ObjectMapper().readValue(in, PackManifest.class));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the manifest of the runtime pack " + pack.name() + " cannot be read", e);
            }
        }
        return manifests;
    }
}
