package io.jenkins.cd4ml.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table of plain text that fits a terminal: its widest text columns are cut until it does. */
final class TextTable {
    private static final String GAP = "  ";
    private static final int LEAST = 8;

    private final List<String> heads;
    private final boolean[] numeric;
    private final List<List<String>> rows = new ArrayList<>();

    /** A head that begins with {@code >} is that of numbers, which stand to the right. */
    TextTable(String... heads) {
        numeric = new boolean[heads.length];
        this.heads = new ArrayList<>();
        for (int i = 0; i < heads.length; i++) {
            numeric[i] = heads[i].startsWith(">");
            this.heads.add(numeric[i] ? heads[i].substring(1) : heads[i]);
        }
    }

    TextTable row(String... cells) {
        rows.add(List.of(cells).stream().map(TerminalText::clean).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines: the heads first, nothing where there is no row. */
    List<String> lines(int width) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(line(heads, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(int width) {
        int[] widths = IntStream.range(0, heads.size())
                .map(i -> Math.max(
                        TerminalText.width(heads.get(i)),
                        rows.stream()
                                .mapToInt(row -> TerminalText.width(row.get(i)))
                                .max()
                                .orElse(0)))
                .toArray();
        int over = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - width;
        while (over > 0) {
            int widest = IntStream.range(0, widths.length)
                    .reduce((a, b) -> weight(widths, b) > weight(widths, a) ? b : a)
                    .orElseThrow();
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    /** Text gives way before numbers do: a number cut short is a wrong number. */
    private int weight(int[] widths, int column) {
        return numeric[column]
                ? widths[column] - 1000
                : widths[column] <= LEAST ? widths[column] - 2000 : widths[column];
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = TerminalText.cut(cells.get(i), widths[i]);
            line.append(i == 0 ? "" : GAP).append(TerminalText.pad(cell, widths[i], numeric[i]));
        }
        return line.toString().stripTrailing();
    }
}
