package io.jenkins.cd4ml.artifact;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Opens a package folder and trusts nothing in it: exactly the files of its format, no links or folders, each of a bounded
 * size and with the checksum that {@code SHA256SUMS} says.
 */
public final class PackageReader {
    /** No file of a package is larger. */
    static final long MAX_FILE_BYTES = 2L << 30;

    private static final long MAX_CHECKSUMS_BYTES = 64 << 10;

    private static final Set<String> FILES = Collections.unmodifiableSet(new TreeSet<>(Set.of(
            Checksums.FILE,
            ModelPackage.CARD,
            ModelPackage.SPEC,
            ModelPackage.ONNX,
            ModelPackage.MANIFEST,
            ModelPackage.PARAMETERS,
            ModelPackage.TRAINING_KEYS)));

    private PackageReader() {}

    /**
     * Reads and verifies a package.
     *
     * @throws InputException in one sentence, where the folder is no package, is damaged, or of an unknown format
     */
    public static ModelPackage read(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException("there is no model package at " + folder + ": run packageModel");
        }
        SortedMap<String, Long> sizes = sizes(folder);
        // First of all, so that a package of another format is named as such and not as one with wrong files.
        PackageManifest manifest = manifest(folder, sizes);
        requireFiles(folder, sizes.keySet());
        Checksums checksums = checksums(folder, sizes);
        verify(folder, sizes, checksums);
        return new ModelPackage(folder, checksums.digest(), sizes, manifest);
    }

    /** The same of the package with that digest; an {@link InputException} where it is another one. */
    public static ModelPackage read(Path folder, String digest) throws IOException {
        ModelPackage found = read(folder);
        if (!found.digest().equals(digest)) {
            throw new InputException("the package at " + folder + " is not the one that is meant: its digest is "
                    + found.digest() + ", not " + digest + "; restore it");
        }
        return found;
    }

    private static PackageManifest manifest(Path folder, SortedMap<String, Long> sizes) throws IOException {
        Path yaml = folder.resolve(ModelPackage.MANIFEST);
        if (!sizes.containsKey(ModelPackage.MANIFEST)) {
            throw new InputException("there is no model package at " + folder + ": " + ModelPackage.MANIFEST
                    + " is missing; package the model again");
        }
        if (sizes.get(ModelPackage.MANIFEST) > ManifestYaml.MAX_CHARACTERS) {
            throw new InputException(yaml + " has more than the " + ManifestYaml.MAX_CHARACTERS
                    + " bytes that a manifest can have: package the model again");
        }
        return ManifestYaml.read(text(yaml), yaml.toString());
    }

    private static Checksums checksums(Path folder, SortedMap<String, Long> sizes) throws IOException {
        Path sums = folder.resolve(Checksums.FILE);
        if (sizes.get(Checksums.FILE) > MAX_CHECKSUMS_BYTES) {
            throw new InputException(sums + " is larger than a list of checksums can be: package the model again");
        }
        return Checksums.parse(text(sums), sums.toString());
    }

    private static void verify(Path folder, SortedMap<String, Long> sizes, Checksums checksums) throws IOException {
        Set<String> listed = new TreeSet<>(checksums.files().keySet());
        listed.add(Checksums.FILE);
        if (!listed.equals(sizes.keySet())) {
            throw new InputException(folder.resolve(Checksums.FILE) + " lists "
                    + checksums.files().keySet() + ", the package holds " + sizes.keySet()
                    + ": package the model again");
        }
        for (var file : checksums.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Sha256.of(path).equals(file.getValue())) {
                throw new InputException(path + " is damaged: its SHA-256 is not the one in " + Checksums.FILE
                        + "; restore it or package the model again");
            }
        }
    }

    private static SortedMap<String, Long> sizes(Path folder) throws IOException {
        TreeMap<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                BasicFileAttributes attributes =
                        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isRegularFile()) {
                    throw new InputException(entry + " is no plain file, and a model package holds nothing else");
                }
                if (attributes.size() > MAX_FILE_BYTES) {
                    throw new InputException(entry + " is larger than the " + MAX_FILE_BYTES + " bytes allowed");
                }
                sizes.put(name, attributes.size());
            }
        }
        return Collections.unmodifiableSortedMap(sizes);
    }

    private static void requireFiles(Path folder, Set<String> names) {
        Set<String> missing = new TreeSet<>(FILES);
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            throw new InputException("the model package " + folder + " lacks " + String.join(", ", missing)
                    + ": package the model again");
        }
        for (String name : names) {
            if (!FILES.contains(name)) {
                throw new InputException(folder.resolve(name)
                        + " does not belong into a model package, which holds the files " + FILES + " alone");
            }
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return TextFile.read(file);
        } catch (java.nio.charset.MalformedInputException e) {
            throw new InputException(file + " is not UTF-8: package the model again");
        }
    }
}
