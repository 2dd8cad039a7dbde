package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.List;

/** Hands on the fields of one record after the other, trimmed and arranged, without an object for any of them. */
final class CsvFields extends AbstractBaseCsvCallbackHandler<CsvFields> {
    private static final char FIRST_BLANK_BEYOND_LATIN = '\u1680';

    private final String file;
    private final Values texts;
    private final CellHandler cells;
    private final List<String> header = new ArrayList<>();
    private int[] positions;
    private long line = 1;

    CsvFields(String file, CsvFormat format, CellHandler cells) {
        this.file = file;
        this.cells = cells;
        this.texts = new Values(file, format, true);
    }

    /** Ends the header: from now on fields go to their places. */
    void arrange(Header found, Arrangement arrangement) {
        texts.columns(found);
        positions = arrangement.positions();
    }

    List<String> header() {
        return header;
    }

    /** Where the current record starts. */
    long line() {
        return line;
    }

    void requireComplete() {
        if (getFieldCount() != positions.length) {
            int found = getFieldCount();
            throw InputException.at(
                    file,
                    line,
                    null,
                    "has " + found + (found == 1 ? " field" : " fields") + ", the header has " + positions.length);
        }
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = startingLineNumber;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        int from = offset;
        int to = offset + length;
        while (from < to && isBlank(buffer[from])) {
            from++;
        }
        while (to > from && isBlank(buffer[to - 1])) {
            to--;
        }
        if (positions == null) {
            header.add(new String(buffer, from, to - from));
        } else if (from < to && index < positions.length && positions[index] >= 0) {
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
