package io.jenkins.cd4ml.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Counts which texts of {@code data.missing} left rows without a value, by column. */
public final class MissingTexts {
    private final Predicate<String> concerns;
    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    private MissingTexts(Predicate<String> concerns) {
        this.concerns = concerns;
    }

    /** Of one column; {@code column} null: nothing is counted. */
    static MissingTexts of(String column) {
        return new MissingTexts(name -> name.equals(column));
    }

    /** Of all columns, where it is not known yet which one matters. */
    static MissingTexts ofAll() {
        return new MissingTexts(name -> true);
    }

    /** What was counted so far, whatever is read after it. */
    public MissingTexts copy() {
        MissingTexts copy = new MissingTexts(concerns);
        counts.forEach((column, texts) -> copy.counts.put(column, new TreeMap<>(texts)));
        return copy;
    }

    boolean concerns(String name) {
        return concerns.test(name);
    }

    void count(String column, String text) {
        counts.computeIfAbsent(column, name -> new TreeMap<>()).merge(text, 1L, Long::sum);
    }

    /** A sentence for each text that was counted, the most frequent of a column first. */
    public List<String> warnings() {
        return counts.keySet().stream()
                .flatMap(column -> warnings(column).stream())
                .toList();
    }

    /** The same of one column. */
    public List<String> warnings(String column) {
        List<Map.Entry<String, Long>> entries =
                new ArrayList<>(counts.getOrDefault(column, Map.of()).entrySet());
        entries.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        return entries.stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%,d %s no value of the target %s, because '%s' means 'no value' (data.missing): where it is a class,"
                                + " set data.missing to a list without it",
                        entry.getValue(),
                        entry.getValue() == 1 ? "row has" : "rows have",
                        column,
                        entry.getKey()))
                .toList();
    }
}
