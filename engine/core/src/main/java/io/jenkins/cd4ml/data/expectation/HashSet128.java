package io.jenkins.cd4ml.data.expectation;

/** 128-bit hashes, each with the number of the row that brought it first: open addressing in one array. */
final class HashSet128 {
    private static final int FIELDS = 3;
    private static final int FIRST_CAPACITY = 1024;

    private long[] table;
    private int capacity;
    private int size;

    HashSet128() {
        allocate(FIRST_CAPACITY);
    }

    /** Takes an entry. */
    @FunctionalInterface
    interface Visitor<E extends Exception> {
        void visit(long high, long low, long row) throws E;
    }

    HashSet128 copy() {
        HashSet128 copy = new HashSet128();
        copy.table = table.clone();
        copy.capacity = capacity;
        copy.size = size;
        return copy;
    }

    int size() {
        return size;
    }

    /** Adds a hash; where it is there already returns the row that brought it, else -1. */
    long add(long high, long low, long row) {
        int slot = slot(high, low);
        if (table[slot + 2] != 0) {
            return table[slot + 2] - 1;
        }
        put(slot, high, low, row + 1);
        if (++size * 2 > capacity) {
            grow();
        }
        return -1;
    }

    <E extends Exception> void forEach(Visitor<E> visitor) throws E {
        for (int slot = 0; slot < table.length; slot += FIELDS) {
            if (table[slot + 2] != 0) {
                visitor.visit(table[slot], table[slot + 1], table[slot + 2] - 1);
            }
        }
    }

    private int slot(long high, long low) {
        int index = (int) (low ^ low >>> 32) & capacity - 1;
        while (true) {
            int slot = index * FIELDS;
            if (table[slot + 2] == 0 || table[slot] == high && table[slot + 1] == low) {
                return slot;
            }
            index = index + 1 & capacity - 1;
        }
    }

    private void put(int slot, long high, long low, long rowPlusOne) {
        table[slot] = high;
        table[slot + 1] = low;
        table[slot + 2] = rowPlusOne;
    }

    private void grow() {
        long[] old = table;
        allocate(capacity * 2);
        for (int from = 0; from < old.length; from += FIELDS) {
            if (old[from + 2] != 0) {
                put(slot(old[from], old[from + 1]), old[from], old[from + 1], old[from + 2]);
            }
        }
    }

    private void allocate(int entries) {
        capacity = entries;
        table = new long[entries * FIELDS];
    }
}
