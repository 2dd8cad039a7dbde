package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.List;

/** Collects the fields of one record after the other, trimmed and arranged, without an object for each record. */
final class CsvFields extends AbstractBaseCsvCallbackHandler<CsvFields> {
    private final String file;
    private final Values texts;
    private final List<String> header = new ArrayList<>();
    private int[] positions;
    private String[] values;
    private long line = 1;

    CsvFields(String file, CsvFormat format) {
        this.file = file;
        this.texts = new Values(file, format, true);
    }

    /** Ends the header: from now on fields go to their places. */
    void arrange(Header found, Arrangement arrangement) {
        texts.columns(found);
        positions = arrangement.positions();
        values = new String[arrangement.width()];
    }

    List<String> header() {
        return header;
    }

    String[] values() {
        return values;
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
        while (from < to && Character.isWhitespace(buffer[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(buffer[to - 1])) {
            to--;
        }
        if (positions == null) {
            header.add(new String(buffer, from, to - from));
        } else if (index < positions.length && positions[index] >= 0) {
            values[positions[index]] =
                    from == to ? null : texts.ofTrimmed(index, new String(buffer, from, to - from), line);
        }
    }

    @Override
    protected CsvFields buildRecord() {
        return this;
    }
}
