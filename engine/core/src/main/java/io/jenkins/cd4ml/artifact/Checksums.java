package io.jenkins.cd4ml.artifact;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.layout.RunLayout;
import io.jenkins.cd4ml.store.Sha256;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code SHA256SUMS}: a line {@code <hex>  <name>} for each file, sorted by name, as {@code sha256sum -c} reads it. Its own
 * SHA-256 is the identity of the package.
 *
 * @param files lower-case hex SHA-256 by file name
 */
public record Checksums(SortedMap<String, String> files) {
    /** The name of the file. */
    public static final String FILE = RunLayout.CHECKSUMS;

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]{0,99})");

    public Checksums {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Reads the text; {@code where} names it in messages. */
    static Checksums parse(String text, String where) {
        TreeMap<String, String> files = new TreeMap<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            Matcher line = LINE.matcher(lines[i]);
            if (!line.matches()) {
                throw InputException.at(
                        where, i + 1, null, "not a SHA-256, two blanks and a plain file name: package the model again");
            }
            if (files.put(line.group(2), line.group(1)) != null) {
                throw InputException.at(where, i + 1, null, "names " + line.group(2) + " a second time");
            }
        }
        if (files.isEmpty() || !lines[lines.length - 1].isEmpty()) {
            throw new InputException(where + " is incomplete: package the model again");
        }
        return new Checksums(files);
    }

    /** What the file holds: a line for each file, in the order of their names. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> file : files.entrySet()) {
            text.append(file.getValue()).append("  ").append(file.getKey()).append('\n');
        }
        return text.toString();
    }

    /** {@code sha256:…} of the text. */
    public String digest() {
        return "sha256:" + Sha256.of(text());
    }
}
