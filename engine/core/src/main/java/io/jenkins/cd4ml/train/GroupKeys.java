package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * What decides on a row's side: its group's key where {@code split.group} is given, the first 64 bits of the SHA-256 of the group's
 * text, else its own key. A row without a group is a group of its own.
 */
public final class GroupKeys {
    private GroupKeys() {}

    /**
     * By row of a table.
     *
     * @throws InputException where the data do not have the column of {@code split.group}
     */
    public static long[] of(SplitSettings settings, Table table) {
        if (settings.group() == null) {
            return table.keys();
        }
        if (table.schema().find(settings.group()).isEmpty()) {
            throw InputException.ofKey(
                    "split.group",
                    "it names the column " + settings.group() + ", which the data has not; its columns are "
                            + table.schema().names());
        }
        ColumnValues groups = table.column(settings.group());
        Map<String, Long> known = new HashMap<>();
        long[] keys = new long[table.rows()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] =
                    groups.isMissing(row) ? table.keys()[row] : known.computeIfAbsent(groups.text(row), GroupKeys::key);
        }
        return keys;
    }

    private static long key(String text) {
        MessageDigest digest = Sha256.digest();
        return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
