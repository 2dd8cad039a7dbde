package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.table.ColumnValues;

/**
 * Values of a column as 64-bit codes: equal codes are equal values, but for a chance of 2^-64 for each pair. Numbers are compared with all their
 * 64 bits: as 32-bit floats, rows up to two minutes apart would be one by their seconds since 1970.
 */
final class ValueCodes {
    private static final long MISSING = 0x6a09e667f3bcc909L;
    private static final long PRIME = 0x100000001b3L;

    private ValueCodes() {}

    /** The code of each row. */
    static long[] of(ColumnValues values) {
        long[] codes = new long[values.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = values.isMissing(row) ? MISSING : mix(bits(values, row));
        }
        return codes;
    }

    private static long bits(ColumnValues values, int row) {
        if (values instanceof ColumnValues.Numbers numbers) {
            // + 0.0 makes -0 a 0
            return Double.doubleToLongBits(numbers.values()[row] + 0.0);
        }
        if (values instanceof ColumnValues.Dates dates) {
            return dates.epochDays()[row];
        }
        long hash = 0xcbf29ce484222325L;
        if (values instanceof ColumnValues.Images images) {
            for (byte sample : images.samples()[row]) {
                hash = (hash ^ sample) * PRIME;
            }
            return hash;
        }
        String text = values.text(row);
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** The finaliser of SplitMix64: a bijection. */
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
