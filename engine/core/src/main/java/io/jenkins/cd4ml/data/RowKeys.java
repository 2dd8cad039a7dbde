package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.CodePointOrder;
import io.jenkins.cd4ml.store.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * The identity of rows across data versions: the first 64 bits of the SHA-256 over the texts of the key columns, as they stand in
 * the file (trimmed), in the order of the columns' names. Each text is preceded by the length of its UTF-8 as a
 * big-endian int, a missing value is the length -1. Without a key the whole row counts, so equal rows share their key and stay on
 * the same side of every split. A row without any of the key's values (as in a request log) counts as a whole too.
 */
public final class RowKeys {
    private static final int MISSING = -1;

    private final int[] key;
    private final int[] whole;
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

    /**
     * @param columns names in the order of the rows' values
     * @param key names of the key columns, all of them among {@code columns}; empty: all columns
     */
    public RowKeys(List<String> columns, List<String> key) {
        this.whole = positions(columns, columns);
        this.key = key.isEmpty() ? whole : positions(columns, key);
    }

    private static int[] positions(List<String> columns, List<String> used) {
        return used.stream()
                .sorted(CodePointOrder.INSTANCE)
                .mapToInt(name -> {
                    int position = columns.indexOf(name);
                    if (position < 0) {
                        throw new IllegalArgumentException("no key column " + name + " among " + columns);
                    }
                    return position;
                })
                .toArray();
    }

    /** The key of a row of texts, null where missing. */
    public long of(String[] values) {
        for (int position : hasKey(values) ? key : whole) {
            byte[] text = values[position] == null ? null : values[position].getBytes(StandardCharsets.UTF_8);
            digest.update(
                    length.clear().putInt(text == null ? MISSING : text.length).flip());
            if (text != null) {
                digest.update(text);
            }
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private boolean hasKey(String[] values) {
        for (int position : key) {
            if (values[position] != null) {
                return true;
            }
        }
        return false;
    }
}
