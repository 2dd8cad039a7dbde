package io.jenkins.cd4ml.data.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns that the folders of a file give, as Hive, Spark and DuckDB write them: all rows of {@code year=2023/a.parquet} have 2023 in
 * the column {@code year}. They come after the file's own columns, of which one of the same name wins.
 */
public final class FolderColumns implements CsvFile.HeaderHandler {
    /** What Hive writes where there is no value. */
    private static final String NONE = "__HIVE_DEFAULT_PARTITION__";

    private final Map<String, String> given;
    private final CsvFile.HeaderHandler columns;
    private int[] places = {};
    private String[] values = {};

    private FolderColumns(Map<String, String> given, CsvFile.HeaderHandler columns) {
        this.given = given;
        this.columns = columns;
    }

    /** The columns of a file besides its own. */
    public static FolderColumns of(String file, CsvFile.HeaderHandler columns) {
        Map<String, String> given = new LinkedHashMap<>();
        String[] parts = file.split("/");
        for (String folder : Arrays.copyOf(parts, parts.length - 1)) {
            int equals = folder.indexOf('=');
            if (equals > 0) {
                given.put(decoded(folder.substring(0, equals)), decoded(folder.substring(equals + 1)));
            }
        }
        return new FolderColumns(given, columns);
    }

    /** As Hive writes characters that names of folders cannot have: {@code %3A}. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IllegalArgumentException e) {
            return text.strip();
        }
    }

    @Override
    public Arrangement header(Header header) {
        List<String> names = new ArrayList<>(header.names());
        List<String> added = new ArrayList<>(given.keySet());
        added.removeAll(header.names());
        names.addAll(added);
        Arrangement all = columns.header(added.isEmpty() ? header : header.withNames(names));
        int own = header.names().size();
        places = Arrays.copyOfRange(all.positions(), own, names.size());
        values = added.stream()
                .map(name -> given.get(name).isEmpty() || given.get(name).equals(NONE) ? null : given.get(name))
                .toArray(String[]::new);
        return new Arrangement(Arrays.copyOf(all.positions(), own), all.width());
    }

    /** Rows with these columns. */
    public RowHandler rows(RowHandler rows) {
        if (given.isEmpty()) {
            return rows;
        }
        return rows instanceof CellHandler cells ? new Cells(rows, cells) : (row, line) -> give(rows, row, line);
    }

    private void give(RowHandler rows, String[] row, long line) throws IOException {
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                row[places[i]] = values[i];
            }
        }
        rows.row(row, line);
    }

    private final class Cells implements RowHandler, CellHandler {
        private final RowHandler rows;
        private final CellHandler cells;

        Cells(RowHandler rows, CellHandler cells) {
            this.rows = rows;
            this.cells = cells;
        }

        @Override
        public void row(String[] row, long line) throws IOException {
            give(rows, row, line);
        }

        @Override
        public void cell(int column, char[] text, int from, int to) {
            cells.cell(column, text, from, to);
        }

        @Override
        public void endRow(long line) throws IOException {
            for (int i = 0; i < places.length; i++) {
                if (places[i] >= 0 && values[i] != null) {
                    cells.cell(places[i], values[i].toCharArray(), 0, values[i].length());
                }
            }
            cells.endRow(line);
        }
    }
}
