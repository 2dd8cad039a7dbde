package io.jenkins.cd4ml.data.source;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern such as {@code data/2024/**}{@code /*.csv}: the JDK's glob syntax, except that a folder wildcard may also stand
 * for no folder at all, as everywhere else.
 *
 * @param base the leading folders without a wildcard
 * @param depth how many levels below the base can match
 */
record Glob(String base, int depth, List<PathMatcher> matchers) {
    private static final String WILDCARDS = "*?[{";
    private static final String ANY_FOLDERS = "**/";

    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
    }

    /** @throws PatternSyntaxException where a bracket or a brace is not closed */
    static Glob of(String pattern) {
        int cut = 0;
        for (int slash = pattern.indexOf('/'); slash >= 0; slash = pattern.indexOf('/', slash + 1)) {
            if (isGlob(pattern.substring(0, slash))) {
                break;
            }
            cut = slash + 1;
        }
        String rest = pattern.substring(cut);
        boolean bounded = !rest.contains("**") && rest.indexOf('{') < 0;
        int depth = bounded ? rest.split("/").length : Integer.MAX_VALUE;
        FileSystem system = FileSystems.getDefault();
        List<PathMatcher> matchers = variants(rest).stream()
                .map(variant -> system.getPathMatcher("glob:" + variant))
                .toList();
        return new Glob(pattern.substring(0, cut), depth, matchers);
    }

    boolean matches(Path relative) {
        return matchers.stream().anyMatch(matcher -> matcher.matches(relative));
    }

    private static Set<String> variants(String rest) {
        Set<String> variants = new LinkedHashSet<>();
        variants.add(rest);
        int at = rest.indexOf(ANY_FOLDERS);
        if (at >= 0) {
            String before = rest.substring(0, at);
            for (String tail : variants(rest.substring(at + ANY_FOLDERS.length()))) {
                variants.add(before + ANY_FOLDERS + tail);
                variants.add(before + tail);
            }
        }
        return variants;
    }
}
