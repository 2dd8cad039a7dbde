package io.jenkins.cd4ml.data.suggestion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds columns that say the same in other words: each value of one stands with one value of the other alone, and the other way
 * round, as {@code alive: yes} stands with {@code survived: 1}. Columns of many values are twins only where they are equal.
 */
public final class Twins {
    /** Of more columns than this none is compared. */
    private static final int MOST_COLUMNS = 300;

    private static final int MOST_VALUES = 50;
    /** So often a value must stand in the rows, on average. */
    private static final long LEAST_REPEATED = 3;

    private final List<Pair> pairs = new ArrayList<>();
    private boolean started;

    /** Two columns by their places. */
    private static final class Pair {
        private final int one;
        private final int other;
        private final Map<String, String> there = new HashMap<>();
        private final Map<String, String> back = new HashMap<>();
        private boolean equal = true;
        private long rows;

        Pair(int one, int other) {
            this.one = one;
            this.other = other;
        }

        boolean holds(String[] row) {
            rows++;
            equal = equal && Objects.equals(row[one], row[other]);
            if (equal && there.size() >= MOST_VALUES) {
                return true;
            }
            String before = there.putIfAbsent(row[one], row[other]);
            String reverse = back.putIfAbsent(row[other], row[one]);
            boolean known =
                    (before == null || before.equals(row[other])) && (reverse == null || reverse.equals(row[one]));
            return known && (equal || there.size() < MOST_VALUES);
        }

        /** Where no value stands twice, any other such column would do. */
        private boolean isTwin() {
            return there.size() > 1 && (equal || rows >= LEAST_REPEATED * there.size());
        }
    }

    /** Takes a row; a value that is missing is null. */
    public void row(String[] values) {
        if (!started) {
            started = true;
            for (int i = 0; i < values.length && values.length <= MOST_COLUMNS; i++) {
                for (int j = i + 1; j < values.length; j++) {
                    pairs.add(new Pair(i, j));
                }
            }
        }
        for (Iterator<Pair> left = pairs.iterator(); left.hasNext(); ) {
            Pair pair = left.next();
            boolean oneMissing = values[pair.one] == null;
            boolean otherMissing = values[pair.other] == null;
            boolean differ = oneMissing != otherMissing || !oneMissing && !pair.holds(values);
            if (differ) {
                left.remove();
            }
        }
    }

    /** By column its twins, of columns with these names. */
    public Map<String, List<String>> of(List<String> names) {
        Map<String, List<String>> twins = new HashMap<>();
        for (Pair pair : pairs) {
            if (pair.isTwin()) {
                String one = names.get(pair.one);
                String other = names.get(pair.other);
                twins.computeIfAbsent(one, name -> new ArrayList<>()).add(other);
                twins.computeIfAbsent(other, name -> new ArrayList<>()).add(one);
            }
        }
        return twins;
    }
}
