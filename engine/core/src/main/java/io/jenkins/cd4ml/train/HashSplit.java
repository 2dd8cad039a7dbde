package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.table.Table;

/**
 * Divides rows by a hash of their key and the seed, and by nothing else: whatever rows come or go, and whatever their labels
 * become, a row keeps its side. With {@code split.group} the key is the group's, and a group is on one side.
 */
final class HashSplit {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private HashSplit() {}

    static Part[] of(SplitSettings settings, Table table) {
        Shares shares = Shares.of(settings);
        long[] keys = GroupKeys.of(settings, table);
        Part[] parts = new Part[table.rows()];
        for (int row = 0; row < parts.length; row++) {
            parts[row] = shares.at(place(keys[row], settings.seed()));
        }
        return parts;
    }

    /** From 0 to below 1, uniform over keys. */
    static double place(long key, long seed) {
        return (mix(key ^ mix(seed + GOLDEN)) >>> 11) * 0x1p-53;
    }

    /** The finaliser of SplitMix64 (Stafford's variant 13). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
