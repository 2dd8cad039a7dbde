package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.data.source.CodePointOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.IntStream;

/** How often each text occurs: an open-addressing table, for it is asked once for every value of a data set. */
final class ValueCounts {
    private static final int FIRST_CAPACITY = 16;
    /** Of this process, so that no data set can be made whose texts' hashes collide. */
    private static final UUID RANDOM = UUID.randomUUID();

    private static final int SEED = RANDOM.hashCode();
    /** Odd, so that no bit is lost. */
    private static final int FACTOR = (int) RANDOM.getLeastSignificantBits() | 1;

    private String[] texts = new String[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private long[] counts = new long[FIRST_CAPACITY];
    private int size;
    /** Number of a text, plus one; 0 where there is none. At least half are. */
    private int[] slots = new int[2 * FIRST_CAPACITY];

    /** Takes a text and how often it occurs. */
    @FunctionalInterface
    interface Visitor {
        void visit(String text, long count);
    }

    /** Counts the text that many times more; true where it is a new one. */
    boolean add(String text, long times) {
        return add(text.toCharArray(), 0, text.length(), times);
    }

    /** The same of the text that stands at those characters. */
    boolean add(char[] text, int from, int to, long times) {
        int hash = hash(text, from, to);
        int slot = first(hash);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && isSame(texts[number], text, from, to)) {
                counts[number] += times;
                return false;
            }
            slot = slot + 1 & slots.length - 1;
        }
        if (size == counts.length) {
            grow();
            slot = free(hash);
        }
        texts[size] = new String(text, from, to - from);
        hashes[size] = hash;
        counts[size] = times;
        slots[slot] = ++size;
        return true;
    }

    int size() {
        return size;
    }

    /** Visits all in the order in which they came. */
    void forEach(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.visit(texts[i], counts[i]);
        }
    }

    /** Visits all in the order of the texts' code points. */
    void forEachSorted(Visitor visitor) {
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing(i -> texts[i], CodePointOrder.INSTANCE))
                .forEach(i -> visitor.visit(texts[i], counts[i]));
    }

    private static boolean isSame(String known, char[] text, int from, int to) {
        int length = to - from;
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** Other in each process: data cannot be made whose texts all meet in one place of the table. */
    static int hash(char[] text, int from, int to) {
        int hash = SEED;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text[i]) * FACTOR;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private int first(int hash) {
        int spread = hash * 0x9E3779B9;
        return (spread ^ spread >>> 16) & slots.length - 1;
    }

    private int free(int hash) {
        int slot = first(hash);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        texts = Arrays.copyOf(texts, 2 * size);
        hashes = Arrays.copyOf(hashes, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
        slots = new int[4 * size];
        for (int i = 0; i < size; i++) {
            slots[free(hashes[i])] = i + 1;
        }
    }
}
