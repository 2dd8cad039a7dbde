package io.jenkins.cd4ml.train.command;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a program may know and what it may show. It gets the variables that every program needs and those that the configuration names; the
 * values of the latter, and of every variable here whose name speaks of a secret, are replaced in what it prints, whole and line by line.
 */
final class Mask {
    private static final List<String> NEEDED =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SystemRoot", "TEMP", "TMP");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|token|passw|credential|api_?key|access_?key|private).*");

    /** Shorter values would blot out half of every line. */
    private static final int SHORTEST = 4;

    private final List<String> hidden;

    Mask(Map<String, String> environment, List<String> named) {
        hidden = environment.entrySet().stream()
                .filter(variable -> named.contains(variable.getKey())
                        || SECRET.matcher(variable.getKey()).matches())
                .map(Map.Entry::getValue)
                // A key of several lines is printed line by line.
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .filter(value -> value.strip().length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String apply(String line) {
        String masked = line;
        for (String value : hidden) {
            masked = masked.replace(value, "****");
        }
        return masked;
    }

    /** The same for the beginning of a longer line, which may end within a value. */
    String applyToBeginning(String line) {
        String masked = apply(line);
        int end = masked.length();
        for (String value : hidden) {
            for (int length = Math.min(value.length(), masked.length()); length > masked.length() - end; length--) {
                if (masked.startsWith(value.substring(0, length), masked.length() - length)) {
                    end = masked.length() - length;
                }
            }
        }
        return masked.substring(0, end);
    }

    /** Whether the program gets that variable. */
    static boolean passes(String name, List<String> named) {
        return NEEDED.contains(name) || named.contains(name);
    }
}
