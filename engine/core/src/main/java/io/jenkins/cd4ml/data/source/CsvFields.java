package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Hands on the fields of one record after the other, trimmed and arranged, without an object for any of them. */
final class CsvFields extends AbstractBaseCsvCallbackHandler<CsvFields> {
    /** What pandas calls a column without a name at the first place. */
    private static final String UNNAMED = "Unnamed: 0";

    private static final char FIRST_BLANK_BEYOND_LATIN = '\u1680';

    private final String file;
    private final Values texts;
    private final CellHandler cells;
    private final CsvDialect dialect;
    private final List<String> header = new ArrayList<>();
    private int[] positions;
    private int width;
    private boolean beyond;
    private BooleanSupplier damaged = () -> false;
    private boolean broken;
    private long line = 1;

    CsvFields(String file, CsvFormat format, CellHandler cells) {
        this.file = file;
        this.cells = cells;
        this.texts = new Values(file, format, true);
        this.dialect = format.dialect();
    }

    /** @param replaced whether the text has bytes so far that its encoding does not have */
    void watch(BooleanSupplier replaced) {
        damaged = replaced;
    }

    /** Whether a byte of the record, in a column that is wanted, is none of the encoding. */
    boolean isDamaged() {
        return broken;
    }

    /** Ends the header: from now on fields go to their places. */
    void arrange(Header found, Arrangement arrangement) {
        texts.columns(found);
        positions = arrangement.positions();
        width = positions.length;
    }

    /**
     * The names of the columns: those of the first record, or those that are configured. A name that is empty is the index that pandas
     * wrote where it is the first, and a delimiter too much where it is the last.
     */
    List<String> names() {
        requireNoJson();
        requireNoPointer();
        List<String> names = new ArrayList<>(dialect.header() ? header : numbered(header.size()));
        if (dialect.header() && names.size() > 1 && names.get(names.size() - 1).isEmpty()) {
            names.remove(names.size() - 1);
        }
        if (!dialect.names().isEmpty()) {
            if (dialect.names().size() != names.size()) {
                throw InputException.at(
                        file,
                        line,
                        null,
                        "has " + names.size() + (names.size() == 1 ? " column" : " columns") + ", data.names lists "
                                + dialect.names().size());
            }
            return dialect.names();
        }
        if (names.size() > 1 && names.get(0).isEmpty()) {
            names.set(0, UNNAMED);
        }
        return names;
    }

    private static List<String> numbered(int size) {
        return IntStream.rangeClosed(1, size).mapToObj(i -> "column_" + i).toList();
    }

    private void requireNoJson() {
        String first = header.get(0);
        if (first.startsWith("[{") || first.startsWith("{") || first.equals("[")) {
            throw InputException.at(
                    file,
                    line,
                    null,
                    first.startsWith("{")
                            ? "is JSON, not CSV: let its name end in .jsonl where every line is an object"
                            : "is a JSON array, not CSV: make a line of each of its objects with jq -c '.[]', in a file whose"
                                    + " name ends in .jsonl");
        }
    }

    /** What DVC and Git LFS leave where the data would be. */
    private void requireNoPointer() {
        String first = header.get(0);
        String instead = file.endsWith(".dvc") || first.equals("outs:")
                ? "is DVC's description of a file, not the file: get the data with dvc pull, and name the file itself"
                : first.startsWith("version https://git-lfs.github.com/")
                        ? "is Git LFS's description of a file, not the file: get the data with git lfs pull"
                        : null;
        if (instead != null) {
            throw InputException.at(file, line, null, instead);
        }
    }

    /** Whether the header has ended. */
    boolean isArranged() {
        return positions != null;
    }

    /** Gives the fields of the first record, which were kept, as a row. */
    void giveFirst() {
        for (int i = 0; i < header.size(); i++) {
            char[] text = header.get(i).toCharArray();
            give(i, text, 0, text.length);
        }
    }

    /** Where the current record starts. */
    long line() {
        return line;
    }

    /** Whether the record has as many fields as the header. An empty field more is a delimiter too much. */
    boolean isComplete() {
        int found = getFieldCount();
        return found == width || found == width + 1 && !beyond;
    }

    void requireComplete() {
        int found = getFieldCount();
        if (!isComplete()) {
            throw InputException.at(
                    file,
                    line,
                    null,
                    "has " + found + (found == 1 ? " field" : " fields") + ", the header has " + width);
        }
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = startingLineNumber + dialect.skipLines();
        beyond = false;
        broken = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        int from = offset;
        int to = offset + length;
        boolean wanted = positions == null || index < width && positions[index] >= 0;
        if (wanted && damaged.getAsBoolean()) {
            for (int i = from; i < to; i++) {
                broken |= buffer[i] == DecodingReader.REPLACEMENT;
            }
        }
        while (from < to && isBlank(buffer[from])) {
            from++;
        }
        while (to > from && isBlank(buffer[to - 1])) {
            to--;
        }
        if (positions == null) {
            header.add(new String(buffer, from, to - from));
        } else {
            give(index, buffer, from, to);
        }
    }

    private void give(int index, char[] buffer, int from, int to) {
        if (index >= width) {
            beyond |= from < to;
        } else if (from < to && positions[index] >= 0) {
            if (texts.isAsItStands(index, buffer, from, to)) {
                cells.cell(positions[index], buffer, from, to);
            } else {
                rewrite(index, new String(buffer, from, to - from));
            }
        }
    }

    private void rewrite(int index, String text) {
        String value = texts.ofTrimmed(index, text, line);
        if (value != null) {
            cells.cell(positions[index], value.toCharArray(), 0, value.length());
        }
    }

    /** As {@link Character#isWhitespace(char)}, which looks up a table even for letters and digits. */
    private static boolean isBlank(char c) {
        return (c <= ' ' || c >= FIRST_BLANK_BEYOND_LATIN) && Character.isWhitespace(c);
    }

    @Override
    protected CsvFields buildRecord() {
        return this;
    }
}
