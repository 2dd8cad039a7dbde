package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.data.source.CodePointOrder;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How often each text occurs: an open-addressing table, for it is asked once for every value of a data set. */
final class ValueCounts {
    private static final int FIRST_CAPACITY = 32;

    private String[] texts = new String[FIRST_CAPACITY];
    private long[] counts = new long[FIRST_CAPACITY];
    private int size;

    /** Takes a text and how often it occurs. */
    @FunctionalInterface
    interface Visitor {
        void visit(String text, long count);
    }

    /** Counts the text that many times more; true where it is a new one. */
    boolean add(String text, long times) {
        int slot = slot(texts, text);
        counts[slot] += times;
        if (texts[slot] != null) {
            return false;
        }
        texts[slot] = text;
        size++;
        if (size * 2 > texts.length) {
            grow();
        }
        return true;
    }

    int size() {
        return size;
    }

    /** Visits all, in no order that means anything. */
    void forEach(Visitor visitor) {
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] != null) {
                visitor.visit(texts[i], counts[i]);
            }
        }
    }

    /** Visits all in the order of the texts' code points. */
    void forEachSorted(Visitor visitor) {
        IntStream.range(0, texts.length)
                .filter(i -> texts[i] != null)
                .boxed()
                .sorted(Comparator.comparing(i -> texts[i], CodePointOrder.INSTANCE))
                .forEach(i -> visitor.visit(texts[i], counts[i]));
    }

    private static int slot(String[] table, String text) {
        int mask = table.length - 1;
        int hash = text.hashCode() * 0x9E3779B9;
        int slot = (hash ^ hash >>> 16) & mask;
        while (table[slot] != null && !table[slot].equals(text)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        String[] oldTexts = texts;
        long[] oldCounts = counts;
        texts = new String[oldTexts.length * 2];
        counts = new long[texts.length];
        for (int i = 0; i < oldTexts.length; i++) {
            if (oldTexts[i] != null) {
                int slot = slot(texts, oldTexts[i]);
                texts[slot] = oldTexts[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
