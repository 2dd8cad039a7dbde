package io.jenkins.cd4ml.leak;

import java.util.Arrays;

/** Numbers the distinct codes among some, and finds a code's number again. Open addressing. */
final class CodeCounts {
    private final long[] codes;
    private final int[] numbers;
    private int size;

    /** @param expected number of distinct codes at most */
    CodeCounts(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
        this.codes = new long[capacity];
        this.numbers = new int[capacity];
        Arrays.fill(numbers, -1);
    }

    /** Number of the code, a new one where it is new. */
    int add(long code) {
        int at = slot(code);
        if (numbers[at] < 0) {
            codes[at] = code;
            numbers[at] = size++;
        }
        return numbers[at];
    }

    /** Number of the code; -1 where it was never added. */
    int find(long code) {
        return numbers[slot(code)];
    }

    int size() {
        return size;
    }

    private int slot(long code) {
        int mask = codes.length - 1;
        int at = (int) (ValueCodes.mix(code) & mask);
        while (numbers[at] >= 0 && codes[at] != code) {
            at = at + 1 & mask;
        }
        return at;
    }
}
