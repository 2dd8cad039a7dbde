package io.jenkins.cd4ml.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant. */
public final class NearestName {
    private NearestName() {}

    /**
     * The name among {@code names} that differs least from {@code written}, by Levenshtein's distance without regard to case,
     * underscores and hyphens; empty when even that one differs in more than a third of its letters (at least two of four, one of
     * three). Of one or two letters nothing but their case may differ: every such name is near every other.
     */
    public static Optional<String> of(String written, Collection<String> names) {
        String wanted = fold(written);
        return names.stream()
                .filter(name -> distance(wanted, fold(name)) <= tolerated(wanted, fold(name)))
                .min(Comparator.<String>comparingInt(name -> distance(wanted, fold(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int tolerated(String wanted, String name) {
        int shorter = Math.min(wanted.length(), name.length());
        return shorter < 4 ? shorter / 3 : Math.max(2, name.length() / 3);
    }

    /** {@code ; did you mean 'epochs'?} where there is a near name, else {@code ; the <things> are a, b, c}. */
    public static String hint(String written, Collection<String> names, String things) {
        return of(written, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; the " + things + " are " + String.join(", ", names));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Letters that were changed, added or left out, or exchanged with the next one (optimal string alignment). */
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
                boolean exchanged =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (exchanged) {
                    current[j] = Math.min(current[j], 1 + beforePrevious[j - 2]);
                }
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[b.length()];
    }
}
