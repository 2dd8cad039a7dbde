package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.util.Locale;

/** Whether the rows of a data version fit into this JVM, asked before they are read. */
final class TableMemory {
    /** A number, or a date. */
    private static final long NUMBER = 8;

    /** A reference to a text, which many rows share. */
    private static final long TEXT = 4;

    private TableMemory() {}

    /**
     * Refuses what cannot fit: a lower bound is held against the whole heap. Of images, which fill it alone, it is all they need: the JVM
     * gives two thirds of the heap to what stays.
     *
     * @param image bytes of an image that is one column
     * @param heap bytes that the JVM takes at most
     */
    static void require(Schema schema, long image, long rows, long heap) {
        long row = NUMBER;
        long images = 0;
        for (Column column : schema.columns()) {
            if (column.type() == ColumnType.IMAGE) {
                images += image;
            } else {
                row += column.type().isNumeric() || column.type().isTemporal() ? NUMBER : TEXT;
            }
        }
        long bytes = Math.multiplyExact(rows, row + images);
        long needed = bytes + rows * images / 2;
        if (needed > heap) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%,d rows of %,d columns need more than %.1f GB of Java heap, and the engine may take %.1f GB: give it more"
                            + " (CD4ML_OPTS=-Xmx%dg), or use fewer rows or columns",
                    rows,
                    schema.columns().size(),
                    needed / (double) (1 << 30),
                    heap / (double) (1 << 30),
                    2 + bytes * 3 / 2 / (1 << 30)));
        }
    }
}
