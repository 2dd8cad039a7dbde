package io.jenkins.cd4ml.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts which texts of {@code data.missing} left rows without a value of one column. */
public final class MissingTexts {
    private final String column;
    private final Map<String, Long> counts = new TreeMap<>();

    /** @param column its name; null: nothing is counted */
    public MissingTexts(String column) {
        this.column = column;
    }

    boolean concerns(String name) {
        return name.equals(column);
    }

    void count(String text) {
        counts.merge(text, 1L, Long::sum);
    }

    /** A sentence for each text, the most frequent first. */
    public List<String> warnings() {
        List<Map.Entry<String, Long>> entries = new ArrayList<>(counts.entrySet());
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
