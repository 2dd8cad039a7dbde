package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The column names of a file, each present once.
 *
 * @param line where the header stands
 * @param texts columns whose own type is text, which only some formats know
 * @param decimals columns whose own type is one of fractions, which only some formats know
 * @param partial whether columns of other files may be lacking, as in JSON lines, which may leave out what has no value
 */
public record Header(
        String file, long line, List<String> names, Set<String> texts, Set<String> decimals, boolean partial) {

    /** More columns than these are refused. */
    public static final int MOST_COLUMNS = 10_000;

    private static final int LONGEST_NAME = 1_000;

    /** Of all names together. */
    private static final int MOST_CHARACTERS = 500_000;

    public Header(String file, long line, List<String> names) {
        this(file, line, names, Set.of(), Set.of(), false);
    }

    /** The same names, of a file that need not have all. */
    Header asPartial() {
        return new Header(file, line, names, texts, decimals, true);
    }

    /** The same names, of columns of which some are texts, and some fractions, by their own type. */
    Header withTypes(Set<String> textual, Set<String> fractions) {
        return new Header(file, line, names, Set.copyOf(textual), Set.copyOf(fractions), partial);
    }

    /** The same file with these columns. */
    Header withNames(List<String> columns) {
        return new Header(file, line, List.copyOf(columns), texts, decimals, partial);
    }

    /** Checks the names: none empty, none twice, no zero bytes (the sign of a wrong encoding). */
    static Header of(String file, long line, List<String> names) {
        requireBounded(file, line, names);
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty()) {
                throw InputException.at(
                        file, line, null, "column " + (i + 1) + " of " + names.size() + " has no name: give it one");
            }
            if (name.indexOf('\0') >= 0) {
                throw InputException.at(
                        file,
                        line,
                        null,
                        "has zero bytes: it is no text, or in another encoding (data.encoding: UTF-16LE)");
            }
            Integer before = seen.putIfAbsent(name, i);
            if (before != null) {
                throw InputException.at(
                        file,
                        line,
                        name,
                        "stands twice in the header, as columns " + (before + 1) + " and " + (i + 1)
                                + ": rename or remove one"
                                + (Double.isNaN(ValueSyntax.number(name))
                                        ? ""
                                        : "; where the first line is data, set data.header: false"));
            }
        }
        return new Header(file, line, List.copyOf(names));
    }

    /** Results and manifests name every column: more than these could be written and not be read again. */
    private static void requireBounded(String file, long line, List<String> names) {
        if (names.size() > MOST_COLUMNS) {
            throw InputException.at(
                    file,
                    line,
                    null,
                    String.format(
                            Locale.ROOT,
                            "has %,d columns, more than the %,d that data may have: leave out columns, or turn measurements that"
                                    + " stand side by side into rows",
                            names.size(),
                            MOST_COLUMNS));
        }
        long characters = 0;
        for (int i = 0; i < names.size(); i++) {
            int length = names.get(i).length();
            characters += length;
            if (length > LONGEST_NAME || characters > MOST_CHARACTERS) {
                throw InputException.at(
                        file,
                        line,
                        null,
                        String.format(
                                Locale.ROOT,
                                "the names of columns are too long: that of column %,d, \"%s…\", has %,d characters (at most %,d), all up"
                                        + " to it %,d (at most %,d); where the first line is data, set data.header: false",
                                i + 1,
                                names.get(i).substring(0, Math.min(40, length)),
                                length,
                                LONGEST_NAME,
                                characters,
                                MOST_CHARACTERS));
            }
        }
    }

    /**
     * Where this header's columns go in rows of the other one's order, which must have the same names.
     *
     * @throws InputException naming both files and the columns in which they differ
     */
    public Arrangement into(Header first) {
        if (names.equals(first.names)) {
            // Thousands of images have thousands of columns each.
            return new Arrangement(IntStream.range(0, names.size()).toArray(), names.size());
        }
        List<String> lacking = new ArrayList<>(partial ? List.of() : first.names);
        lacking.removeAll(names);
        List<String> unknown = new ArrayList<>(names);
        unknown.removeAll(first.names);
        if (!lacking.isEmpty() || !unknown.isEmpty()) {
            List<String> differences = new ArrayList<>();
            if (!lacking.isEmpty()) {
                differences.add("it lacks " + String.join(", ", lacking));
            }
            if (!unknown.isEmpty()) {
                differences.add("only it has " + String.join(", ", unknown));
            }
            throw InputException.at(
                    file,
                    line,
                    null,
                    "its columns differ from those of " + first.file + ": " + String.join("; ", differences));
        }
        return into(first.names);
    }

    /** Where this header's columns go in rows that have these columns; others are not wanted. */
    public Arrangement into(List<String> others) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < others.size(); i++) {
            positions.put(others.get(i), i);
        }
        int[] places = names.stream()
                .mapToInt(name -> positions.getOrDefault(name, -1))
                .toArray();
        return new Arrangement(places, others.size());
    }
}
