package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which data version files in exactly their state of now were found to be, and in which state the store held all of them:
 * {@code .cd4ml/cache/unchanged}, a line for each of the newest twenty. It saves looking at file after file; a damaged line is as good
 * as none.
 */
final class Unchanged {
    private static final int KEPT = 20;
    private static final int FIELDS = 5;

    private final Path file;

    /** @param home the project's {@code .cd4ml} folder */
    Unchanged(Path home) {
        this.file = home.resolve("cache/unchanged");
    }

    /**
     * What was found.
     *
     * @param fingerprint of the files' paths and attributes
     * @param store state of the store in which all of them were found
     * @param files number of them
     * @param bytes of all together
     */
    record Finding(String fingerprint, String store, String version, long files, long bytes) {
        private String line() {
            return String.join(" ", fingerprint, store, version, Long.toString(files), Long.toString(bytes));
        }

        private static Optional<Finding> parse(String line) {
            String[] fields = line.split(" ");
            try {
                return fields.length == FIELDS
                        ? Optional.of(new Finding(
                                fields[0], fields[1], fields[2], Long.parseLong(fields[3]), Long.parseLong(fields[4])))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** What was found of files with that fingerprint while the store was in that state. */
    Optional<Finding> find(String fingerprint, String store) {
        return findings().stream()
                .filter(finding -> finding.fingerprint().equals(fingerprint)
                        && finding.store().equals(store))
                .findFirst();
    }

    /** Remembers a finding in the place of an older one of the same files. */
    void remember(Finding finding) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(finding.line());
        findings().stream()
                .filter(other -> !other.fingerprint().equals(finding.fingerprint()))
                .limit(KEPT - 1)
                .forEach(other -> lines.add(other.line()));
        AtomicFile.writeText(file, String.join("\n", lines) + "\n");
    }

    private List<Finding> findings() {
        try {
            return Files.readAllLines(file).stream()
                    .map(Finding::parse)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            // Not there, or no text.
            return List.of();
        }
    }
}
