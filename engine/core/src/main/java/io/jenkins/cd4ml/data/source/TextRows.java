package io.jenkins.cd4ml.data.source;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows of texts whose format has its own notation of numbers: arranged, trimmed, null where missing. */
public final class TextRows {
    private final Values values;
    private final int[] positions;
    private final String[] row;

    /**
     * @param file the name for messages
     * @param names of the file's columns
     * @param own names of those of them whose own type is text
     * @param decimals names of those whose own type is one of fractions
     * @param columns takes them
     */
    public TextRows(
            String file,
            List<String> names,
            Set<String> own,
            Set<String> decimals,
            CsvFormat format,
            CsvFile.HeaderHandler columns) {
        Header header = Header.of(file, 1, names.stream().map(String::strip).toList())
                .withTypes(stripped(own), stripped(decimals));
        this.values = new Values(file, format, false);
        values.columns(header);
        Arrangement arrangement = columns.header(header);
        this.positions = arrangement.positions();
        this.row = new String[arrangement.width()];
    }

    private static Set<String> stripped(Set<String> names) {
        return names.stream().map(String::strip).collect(Collectors.toSet());
    }

    /** The row as a {@link RowHandler} takes it; the array is used again for the next one. */
    public String[] arrange(String[] texts, long line) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] >= 0) {
                row[positions[i]] = texts[i] == null ? null : values.of(i, texts[i], line);
            }
        }
        return row;
    }
}
