package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.table.ColumnValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judged rows whose features and answer training knew already: a model that remembers rows is right about them, whatever it has learned.
 *
 * <p>Rows of a few columns with few values repeat by nature, so the number of repeats is compared with the number that would be expected: where a
 * judged row has n near misses, training rows that agree with it in every column but one, another n r / (1 - r) may agree in that one too, r being the
 * probability that two different rows have the same value there. Copies have no near misses around them. The largest expectation over the columns counts.
 *
 * @param rows judged rows that were looked at
 * @param repeated how many of them training knew
 * @param expected how many of them would be so by nature
 * @param agreement of the pairs with equal features, the share with equal answers
 * @param repeats training rows that equal such a judged row in its features, the median
 */
record RowCopies(int rows, int repeated, double expected, double agreement, double repeats) {
    private static final int MOST_JUDGED = 5000;
    private static final int MOST_COLUMNS = 64;

    /** Fewer than this share of the judged rows move no figure by much. */
    private static final double LEAST_SHARE = 0.02;

    private static final int LEAST_ROWS = 3;
    private static final double LEAST_AGREEMENT = 0.9;

    /** Rows that repeat so often are a small world rather than copies. */
    private static final int MOST_REPEATS = 10;

    static RowCopies of(JudgedData data) {
        int[] judged = Sample.of(data.judged(), MOST_JUDGED);
        long[] whole = new long[data.table().rows()];
        for (int j = 0; j < data.describing().size(); j++) {
            long[] column = codes(data, j);
            Arrays.setAll(whole, row -> whole[row] + column[row]);
        }

        CodeCounts contents = new CodeCounts(judged.length);
        int[] content =
                IntStream.of(judged).map(row -> contents.add(whole[row])).toArray();
        // of judged rows with equal features the first one speaks; their answers are compared one by one below
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < judged.length; i++) {
            if (content[i] == members.size()) {
                members.add(new ArrayList<>());
            }
            members.get(content[i]).add(judged[i]);
        }
        int[] equal = new int[contents.size()];
        boolean[] copied = new boolean[data.table().rows()];
        long pairs = 0;
        long agreeing = 0;
        for (int row : data.known()) {
            int number = contents.find(whole[row]);
            if (number < 0) {
                continue;
            }
            equal[number]++;
            for (int member : members.get(number)) {
                boolean same = data.sameAnswer(row, member);
                pairs++;
                agreeing += same ? 1 : 0;
                copied[member] |= same;
            }
        }
        int repeated = (int) IntStream.of(judged).filter(row -> copied[row]).count();
        double expected = repeated == 0 || isOneImage(data) ? 0 : expected(data, judged, whole);
        double[] repeats = IntStream.range(0, judged.length)
                .filter(i -> copied[judged[i]])
                .mapToDouble(i -> equal[content[i]])
                .sorted()
                .toArray();
        return new RowCopies(
                judged.length,
                repeated,
                expected,
                pairs == 0 ? 0 : agreeing / (double) pairs,
                repeats.length == 0 ? 0 : repeats[repeats.length / 2]);
    }

    /** Repeats beyond the expected ones. */
    double excess() {
        return Math.max(0, repeated - expected);
    }

    double share() {
        return rows == 0 ? 0 : repeated / (double) rows;
    }

    /** Whether these are copies beyond reasonable doubt, and enough of them to matter. */
    boolean certain() {
        return suspected() && agreement >= LEAST_AGREEMENT && repeats < MOST_REPEATS;
    }

    /** Whether there are more of them than nature explains. */
    boolean suspected() {
        return repeated >= LEAST_ROWS && excess() >= Math.max(LEAST_ROWS, LEAST_SHARE * rows);
    }

    private static double expected(JudgedData data, int[] judged, long[] whole) {
        double[] most = new double[judged.length];
        if (data.describing().size() == 1) {
            // nothing is known of a row but one value, and values repeat
            return judged.length;
        }
        int[] distinct = distinct(data.known(), whole);
        double[] same = IntStream.range(0, data.describing().size())
                .mapToDouble(j -> collision(distinct, codes(data, j)))
                .toArray();
        int[] columns = IntStream.range(0, same.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> Math.abs(same[j] - 0.5)))
                .limit(MOST_COLUMNS)
                .mapToInt(Integer::intValue)
                .toArray();
        for (int j : columns) {
            long[] column = codes(data, j);
            CodeCounts others = new CodeCounts(judged.length);
            int[] number = IntStream.of(judged)
                    .map(row -> others.add(whole[row] - column[row]))
                    .toArray();
            int[] agreeing = new int[others.size()];
            CodeCounts contents = new CodeCounts(judged.length);
            int[] content =
                    IntStream.of(judged).map(row -> contents.add(whole[row])).toArray();
            int[] equal = new int[contents.size()];
            for (int row : data.known()) {
                int found = others.find(whole[row] - column[row]);
                if (found >= 0) {
                    agreeing[found]++;
                    int full = contents.find(whole[row]);
                    if (full >= 0) {
                        equal[full]++;
                    }
                }
            }
            double odds = same[j] / (1 - Math.min(same[j], 0.99));
            for (int i = 0; i < judged.length; i++) {
                most[i] = Math.max(most[i], (agreeing[number[i]] - equal[content[i]]) * odds);
            }
        }
        return Arrays.stream(most).map(n -> 1 - Math.exp(-n)).sum();
    }

    /** One row of each content. */
    private static int[] distinct(int[] rows, long[] whole) {
        CodeCounts seen = new CodeCounts(rows.length);
        return IntStream.of(rows)
                .filter(row -> {
                    int before = seen.size();
                    return seen.add(whole[row]) == before;
                })
                .toArray();
    }

    /** Probability that two of the rows have the same value. */
    private static double collision(int[] rows, long[] column) {
        if (rows.length < 2) {
            return 0;
        }
        CodeCounts values = new CodeCounts(rows.length);
        int[] counts = new int[rows.length];
        for (int row : rows) {
            counts[values.add(column[row])]++;
        }
        double pairs = 0;
        for (int i = 0; i < values.size(); i++) {
            pairs += counts[i] * (counts[i] - 1.0);
        }
        return pairs / (rows.length * (rows.length - 1.0));
    }

    private static boolean isOneImage(JudgedData data) {
        return data.describing().size() == 1
                && data.table().column(data.describing().get(0)) instanceof ColumnValues.Images;
    }

    /** Codes of a feature that can be added up: equal values of different columns differ. One column at a time is in memory. */
    private static long[] codes(JudgedData data, int feature) {
        long[] codes = ValueCodes.of(data.table().column(data.describing().get(feature)));
        long salt = ValueCodes.mix(feature);
        Arrays.setAll(codes, row -> ValueCodes.mix(codes[row] ^ salt));
        return codes;
    }
}
