package io.jenkins.cd4ml.chain;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The identity of a model: SHA-256 over a line {@code <sha256>  <path>} for each file of its folder, paths relative with {@code /}, sorted as
 * texts, as {@code sha256sum} prints them. So parameters, {@code model.json}, keys and the trainer's own files all count.
 */
public final class ModelDigest {
    private ModelDigest() {}

    /**
     * {@code sha256:…} of a model's folder.
     *
     * @throws InputException where there is no such folder, or it holds links or other things that are not plain files
     */
    public static String ofFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException("there is no trained model in " + folder + ": run trainModel first");
        }
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    throw new InputException(
                            entry + " is a link or no plain file, and a model's folder holds plain files only:"
                                    + " run trainModel again");
                }
                files.put(folder.relativize(entry).toString().replace('\\', '/'), Sha256.of(entry));
            }
        }
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> file : files.entrySet()) {
            lines.append(file.getValue()).append("  ").append(file.getKey()).append('\n');
        }
        return "sha256:" + Sha256.of(lines.toString());
    }

    /** {@code sha256:…} of a model, or of predictions, in a single file that was not made here. */
    public static String ofFile(Path file) throws IOException {
        return "sha256:" + Sha256.of(file);
    }
}
