package io.jenkins.cd4ml.data.profile;

import java.util.Arrays;

/**
 * Sorts blocks of numbers by three passes over the leading bits in which they differ (least significant digit first, 11 bits a
 * pass), then what those bits leave open as the JDK sorts. The JDK alone takes three times as long for numbers in random order, since
 * it guesses wrong at every second comparison. Not thread-safe: it keeps its space.
 */
final class NumberSort {
    private static final int DIGIT = 11;
    private static final int DIGITS = 3;
    private static final int MASK = (1 << DIGIT) - 1;

    private final char[][] starts = new char[DIGITS][MASK + 1];
    private long[] from;
    private long[] to;

    /** @param most length of the longest block, below 65,536 */
    NumberSort(int most) {
        from = new long[most];
        to = new long[most];
    }

    /** Sorts the first so many numbers, none of which is NaN. */
    void sort(double[] block, int size) {
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        boolean sorted = true;
        for (int i = 0; i < size; i++) {
            long key = key(Double.doubleToRawLongBits(block[i]));
            from[i] = key;
            sorted &= highest <= key;
            lowest = Math.min(lowest, key);
            highest = Math.max(highest, key);
        }
        if (sorted) {
            return;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(highest - lowest);
        int shift = Math.max(0, bits - DIGITS * DIGIT);
        count(size, lowest, shift);
        for (int digit = 0; digit < DIGITS && digit * DIGIT < bits - shift; digit++) {
            scatter(digit, size, lowest, shift + digit * DIGIT);
        }
        sorted = true;
        for (int i = 0; i < size; i++) {
            sorted &= i == 0 || from[i - 1] <= from[i];
            block[i] = Double.longBitsToDouble(key(from[i]));
        }
        if (!sorted) {
            Arrays.sort(block, 0, size);
        }
    }

    /** Signed whole numbers in the order of the doubles with those bits; applied twice it gives them back. */
    private static long key(long bits) {
        return bits ^ (bits >> Long.SIZE - 1 & Long.MAX_VALUE);
    }

    private void count(int size, long lowest, int shift) {
        char[] low = starts[0];
        char[] middle = starts[1];
        char[] high = starts[2];
        for (char[] counts : starts) {
            Arrays.fill(counts, (char) 0);
        }
        for (int i = 0; i < size; i++) {
            long rest = from[i] - lowest >>> shift;
            low[(int) rest & MASK]++;
            middle[(int) (rest >>> DIGIT) & MASK]++;
            high[(int) (rest >>> 2 * DIGIT) & MASK]++;
        }
        for (char[] counts : starts) {
            int start = 0;
            for (int i = 0; i < counts.length; i++) {
                int count = counts[i];
                counts[i] = (char) start;
                start += count;
            }
        }
    }

    private void scatter(int digit, int size, long lowest, int shift) {
        char[] next = starts[digit];
        for (int i = 0; i < size; i++) {
            to[next[(int) (from[i] - lowest >>> shift) & MASK]++] = from[i];
        }
        long[] scattered = to;
        to = from;
        from = scattered;
    }
}
