package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.DataDiff.ColumnChange;
import io.jenkins.cd4ml.protocol.ValueCount;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A figure of a column that moved, and how far, so that figures of different kinds can be put in order: a change of type counts
 * most; then values that came or went; a mean in earlier standard deviations; sd and distinct values as |ln| of their ratio; a
 * missing share as its difference times ten. Moves below 0.01 are not told.
 */
record ColumnMove(ColumnChange change, double size) {
    private static final double LEAST = 0.01;
    private static final double TYPE = 1000;
    private static final double VALUES = 100;
    private static final double MISSING_WEIGHT = 10;
    private static final int MOST_VALUES = 20;

    static List<ColumnMove> between(ColumnSummary before, ColumnSummary now) {
        List<ColumnMove> moves = new ArrayList<>();
        if (!before.type().equals(now.type())) {
            moves.add(new ColumnMove(new ColumnChange(now.name(), "type", before.type(), now.type()), TYPE));
        }
        double missingBefore = missingShare(before);
        double missingNow = missingShare(now);
        add(
                moves,
                now,
                "missing share",
                missingBefore,
                missingNow,
                MISSING_WEIGHT * Math.abs(missingNow - missingBefore));
        add(moves, now, "distinct", before.distinct(), now.distinct(), ratio(before.distinct(), now.distinct()));
        if (before.mean() != null && now.mean() != null) {
            double scale = before.sd() == null || before.sd() == 0 ? Math.abs(before.mean()) : before.sd();
            double shift = Math.abs(now.mean() - before.mean());
            add(
                    moves,
                    now,
                    "mean",
                    before.mean(),
                    now.mean(),
                    shift == 0 ? 0 : shift / Math.max(scale, Double.MIN_NORMAL));
        }
        if (before.sd() != null && now.sd() != null) {
            add(moves, now, "sd", before.sd(), now.sd(), ratio(before.sd(), now.sd()));
        }
        addValues(moves, before, now);
        return moves;
    }

    /** Values that came or went, where all values of both sides are in view. */
    private static void addValues(List<ColumnMove> moves, ColumnSummary before, ColumnSummary now) {
        Set<String> old = allValues(before);
        Set<String> current = allValues(now);
        if (old == null || current == null || old.equals(current)) {
            return;
        }
        Set<String> gone = new LinkedHashSet<>(old);
        gone.removeAll(current);
        Set<String> came = new LinkedHashSet<>(current);
        came.removeAll(old);
        moves.add(new ColumnMove(
                new ColumnChange(now.name(), "values", String.join(", ", gone), String.join(", ", came)),
                VALUES + gone.size() + came.size()));
    }

    private static Set<String> allValues(ColumnSummary summary) {
        boolean categorical = List.of("category", "text", "boolean").contains(summary.type());
        if (summary.sensitive() || !categorical || summary.distinct() > MOST_VALUES) {
            return null;
        }
        Set<String> values = new LinkedHashSet<>();
        summary.top().stream().map(ValueCount::value).sorted().forEach(values::add);
        return values;
    }

    private static void add(
            List<ColumnMove> moves, ColumnSummary now, String figure, double before, double after, double size) {
        if (size >= LEAST) {
            moves.add(new ColumnMove(new ColumnChange(now.name(), figure, text(before), text(after)), size));
        }
    }

    private static double missingShare(ColumnSummary summary) {
        return summary.count() == 0 ? 0 : (double) summary.missing() / summary.count();
    }

    private static double ratio(double before, double now) {
        if (before == now) {
            return 0;
        }
        double tiny = 1e-12;
        return Math.abs(Math.log(Math.max(now, tiny) / Math.max(before, tiny)));
    }

    /** At most six significant digits. */
    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value)
                        .replaceAll("(\\.\\d*?)0+($|e)", "$1$2")
                        .replaceAll("\\.($|e)", "$1");
    }
}
