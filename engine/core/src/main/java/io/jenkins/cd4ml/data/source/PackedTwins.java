package io.jenkins.cd4ml.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A server packs its logs while others look: for a moment a file and its packed twin are both there, and then the plain one is gone. */
public final class PackedTwins {
    private static final String PACKED = ".gz";

    private PackedTwins() {}

    /** Each log once: the packed one where there is one. */
    public static List<SourceFile> without(List<SourceFile> found) {
        Set<String> names = found.stream().map(SourceFile::name).collect(Collectors.toSet());
        List<SourceFile> kept = new ArrayList<>();
        for (SourceFile file : found) {
            if (names.contains(file.name() + PACKED)) {
                continue;
            }
            Path packed = file.path().resolveSibling(file.path().getFileName() + PACKED);
            boolean packedMeanwhile = !Files.exists(file.path()) && Files.exists(packed);
            kept.add(packedMeanwhile ? new SourceFile(file.name() + PACKED, packed) : file);
        }
        return List.copyOf(kept);
    }
}
