package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An expanding window over rows in the order of their dates, as scikit-learn's {@code TimeSeriesSplit}: k folds of n / (k + 1) rows each at
 * the end, each judged by a model of all rows before it. Unlike there, rows of a day stay together: a border that would divide a day moves
 * to its first row.
 */
final class TimeFolds {
    private TimeFolds() {}

    static List<Sides> of(SplitSettings settings, Table table, int[] rows, int folds, double choice) {
        long[] days = TimeSplit.days(settings, table);
        int[] ordered = IntStream.of(rows)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(row -> days[row]).thenComparing(row -> row))
                .mapToInt(Integer::intValue)
                .toArray();
        int size = ordered.length / (folds + 1);
        List<Sides> all = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int from = border(ordered, days, ordered.length - (folds - fold) * size);
            int to = fold == folds - 1
                    ? ordered.length
                    : border(ordered, days, ordered.length - (folds - fold - 1) * size);
            int choosing = border(ordered, days, (int) Math.round(from * (1 - choice)));
            if (from == to || choosing == 0) {
                throw InputException.ofKey(
                        "train.crossValidation.folds",
                        "fold " + (fold + 1) + " of " + folds + " by " + settings.by()
                                + " gets no rows of days of its own; use fewer folds");
            }
            all.add(new Sides(
                    sorted(ordered, 0, choosing), sorted(ordered, choosing, from), sorted(ordered, from, to)));
        }
        return all;
    }

    /** The place of the first row of the day that stands there. */
    private static int border(int[] ordered, long[] days, int place) {
        int border = Math.min(place, ordered.length);
        while (border > 0 && border < ordered.length && days[ordered[border]] == days[ordered[border - 1]]) {
            border--;
        }
        return border;
    }

    private static int[] sorted(int[] ordered, int from, int to) {
        int[] part = Arrays.copyOfRange(ordered, from, to);
        Arrays.sort(part);
        return part;
    }
}
