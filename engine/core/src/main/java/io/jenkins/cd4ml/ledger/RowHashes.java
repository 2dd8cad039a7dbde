package io.jenkins.cd4ml.ledger;

import io.jenkins.cd4ml.data.source.CodePointOrder;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Identity of rows by content: the first 64 bits of the SHA-256 over the target's name and, column by column, name and value. Values are
 * hashed as what they are, not as they were written: 1, 1.0 and 1.00 are one number, and 0 has no sign.
 */
public final class RowHashes {
    private static final byte MISSING = 0;
    private static final byte NUMBER = 1;
    private static final byte DAY = 2;
    private static final byte TEXT = 3;
    private static final byte SAMPLES = 4;

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer eight = ByteBuffer.allocate(Long.BYTES);

    private RowHashes() {}

    /**
     * The hash of every row.
     *
     * @param columns those that identify a row, all of them in the table
     * @param subject what the rows are asked about: rows that judge models of another target are not the same rows
     */
    public static long[] of(Table table, List<String> columns, String subject) {
        RowHashes hashes = new RowHashes();
        List<ColumnValues> values = columns.stream().map(table::column).toList();
        return IntStream.range(0, table.rows())
                .mapToLong(row -> hashes.row(row, columns, values, subject))
                .toArray();
    }

    /** What a row of a model is known by whatever its key is: the columns that it reads, and its target. */
    public static List<String> content(List<String> features, String target) {
        return Stream.concat(features.stream(), Stream.of(target))
                .distinct()
                .sorted(CodePointOrder.INSTANCE)
                .toList();
    }

    /** Identity of a list of names. */
    static long names(List<String> names) {
        RowHashes hashes = new RowHashes();
        names.forEach(hashes::text);
        return ByteBuffer.wrap(hashes.digest.digest()).getLong();
    }

    private long row(int row, List<String> columns, List<ColumnValues> values, String subject) {
        text(subject);
        for (int i = 0; i < columns.size(); i++) {
            text(columns.get(i));
            value(values.get(i), row);
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private void value(ColumnValues values, int row) {
        if (values.isMissing(row)) {
            digest.update(MISSING);
        } else if (values instanceof ColumnValues.Numbers numbers) {
            digest.update(NUMBER);
            // -0.0 + 0.0 is 0.0
            number(Double.doubleToLongBits(numbers.values()[row] + 0.0));
        } else if (values instanceof ColumnValues.Dates dates) {
            digest.update(DAY);
            number(dates.epochDays()[row]);
        } else if (values instanceof ColumnValues.Images images) {
            digest.update(SAMPLES);
            bytes(images.samples()[row]);
        } else {
            digest.update(TEXT);
            text(values.text(row));
        }
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        number(bytes.length);
        digest.update(bytes);
    }

    private void number(long bits) {
        digest.update(eight.clear().putLong(bits).flip());
    }
}
