package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.stream.IntStream;

/**
 * A column whose values name persons or things with several rows each, which share their answer: rows of one of them on both sides of the split let a model
 * recognise them.
 *
 * @param groups number of them
 * @param likeness how much more rows of a group agree than any two rows: Cohen's kappa of pairs for classes, the intraclass correlation for numbers
 * @param judgedShare share of the judged rows whose group training knew
 */
record SharedGroups(String column, int groups, double likeness, double judgedShare) {
    private static final int LEAST_GROUPS = 20;
    private static final int MOST_PER_GROUP = 100;
    private static final double LEAST_LIKENESS = 0.5;
    private static final double LEAST_LIKENESS_OF_NAMED = 0.25;
    private static final double LEAST_OVER_NEIGHBOURS = 0.25;
    private static final double LEAST_JUDGED = 0.2;

    /** What is found of a column; null where its values are no such groups. */
    static SharedGroups of(JudgedData data, Column column) {
        ColumnValues values = data.table().column(column.name());
        boolean candidate = column.type() == ColumnType.INTEGER
                || column.type() == ColumnType.CATEGORY
                || column.type() == ColumnType.TEXT;
        if (!candidate) {
            return null;
        }
        int[] rows = IntStream.of(data.answered())
                .filter(row -> !values.isMissing(row))
                .toArray();
        long[] codes = ValueCodes.of(values);
        CodeCounts groups = new CodeCounts(rows.length);
        int[] group = IntStream.of(rows).map(row -> groups.add(codes[row])).toArray();
        int count = groups.size();
        if (count < LEAST_GROUPS || rows.length < 2 * count || rows.length > (long) MOST_PER_GROUP * count) {
            return null;
        }
        double likeness = data.task() == Task.CLASSIFICATION
                ? Likeness.ofClasses(data, rows, group, count)
                : Likeness.ofNumbers(data, rows, group, count);
        boolean named = RowNames.isNamedAsGroup(column.name());
        if (likeness < (named ? LEAST_LIKENESS_OF_NAMED : LEAST_LIKENESS)) {
            return null;
        }
        if (!named && values instanceof ColumnValues.Numbers numbers) {
            // a measured number predicts: its neighbours agree about as much as equal ones do
            int[] shifted = neighbours(numbers, rows, group, count);
            double nearby = data.task() == Task.CLASSIFICATION
                    ? Likeness.ofClasses(data, rows, shifted, count)
                    : Likeness.ofNumbers(data, rows, shifted, count);
            if (likeness - nearby < LEAST_OVER_NEIGHBOURS) {
                return null;
            }
        }
        CodeCounts known = new CodeCounts(count);
        IntStream.of(data.known()).filter(row -> !values.isMissing(row)).forEach(row -> {
            if (groups.find(codes[row]) >= 0) {
                known.add(codes[row]);
            }
        });
        double judged = IntStream.of(data.judged())
                .mapToDouble(row -> !values.isMissing(row) && known.find(codes[row]) >= 0 ? 1 : 0)
                .average()
                .orElse(0);
        return judged < LEAST_JUDGED ? null : new SharedGroups(column.name(), count, likeness, judged);
    }

    /** Groups of the same number, each made of one row in two of two neighbouring values. */
    private static int[] neighbours(ColumnValues.Numbers numbers, int[] rows, int[] group, int count) {
        double[] value = new double[count];
        for (int i = 0; i < rows.length; i++) {
            value[group[i]] = numbers.values()[rows[i]];
        }
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> Double.compare(value[a], value[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] place = new int[count];
        IntStream.range(0, count).forEach(i -> place[order[i]] = i);
        int[] seen = new int[count];
        int[] shifted = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int step = seen[group[i]]++;
            // rows of one value are spread over the values around it, so that pairs are of different values
            shifted[i] = Math.floorMod(place[group[i]] + step % 7 - 3, count);
        }
        return shifted;
    }
}
