package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The figures of a stage with what surrounds them, and how {@code build.xml} keeps them: as one text, a line for each figure with its
 * name, value, lower and upper end of its interval, and threshold, parted by tabs, without the empty ones at the end. A job's trend
 * reads hundreds of builds; an element for each number would take most of that time.
 *
 * @param outline the names of all figures and thresholds in one text: the same text for the same names
 */
record FigureTable(Map<String, Double> metrics, Bounds bounds, String outline) {
    private static final String GAPS = "[\\p{Cntrl}\\u0085\\u2028\\u2029]";

    static final FigureTable EMPTY = new FigureTable(Map.of(), new Bounds(), "");

    /** As it is kept. */
    static String text(Map<String, Double> metrics, Bounds bounds) {
        TreeSet<String> names = new TreeSet<>(metrics.keySet());
        names.addAll(bounds.getLower().keySet());
        names.addAll(bounds.getUpper().keySet());
        names.addAll(bounds.getThresholds().keySet());
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            StringBuilder line = new StringBuilder(name.replaceAll(GAPS, " "));
            append(line, metrics.get(name));
            append(line, bounds.getLower().get(name));
            append(line, bounds.getUpper().get(name));
            append(line, bounds.threshold(name));
            int end = line.length();
            while (end > 0 && line.charAt(end - 1) == '\t') {
                end--;
            }
            text.append(line, 0, end).append('\n');
        }
        return text.toString();
    }

    private static void append(StringBuilder line, @CheckForNull Double number) {
        line.append('\t');
        if (number != null) {
            line.append(number.doubleValue());
        }
    }

    /** Of such a text; what is no number in it is none. */
    static FigureTable of(@CheckForNull String text) {
        if (text == null || text.isEmpty()) {
            return EMPTY;
        }
        TreeMap<String, Double> metrics = new TreeMap<>();
        TreeMap<String, Double> lower = new TreeMap<>();
        TreeMap<String, Double> upper = new TreeMap<>();
        TreeMap<String, Double> thresholds = new TreeMap<>();
        for (String line : text.split("\n")) {
            String[] cells = line.split("\t");
            put(metrics, cells, 1);
            put(lower, cells, 2);
            put(upper, cells, 3);
            put(thresholds, cells, 4);
        }
        return new FigureTable(
                Collections.unmodifiableMap(metrics),
                new Bounds(lower, upper, thresholds),
                String.join("\n", metrics.keySet()) + "\n\n" + String.join("\n", thresholds.keySet()));
    }

    private static void put(Map<String, Double> numbers, String[] cells, int column) {
        if (cells.length > column && !cells[column].isEmpty()) {
            try {
                numbers.put(cells[0], Double.valueOf(cells[column]));
            } catch (NumberFormatException e) {
                // somebody edited the file
            }
        }
    }
}
