package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.data.ValueProblems;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.table.ColumnType;
import java.util.Locale;
import java.util.function.Predicate;

/** Every value of a column, or most of them, must satisfy something. */
final class ValuesExpected extends Expected {
    private final String column;
    private final int position;
    private final Predicate<String> allowed;
    private final String requirement;
    private final Double mostly;
    private final Bound bound;
    private final RowPlaces places;
    private long present;
    private long failing;
    private long firstPlace;
    private String firstValue;

    /**
     * @param requirement completes the sentence "every value is …": {@code at least 0}
     * @param mostly share of the present values that must; null: all
     * @param bound what {@code allowed} compares with; null where it is no bound
     */
    ValuesExpected(
            String name,
            String column,
            int position,
            Predicate<String> allowed,
            String requirement,
            Double mostly,
            Bound bound,
            RowPlaces places) {
        super(name);
        this.column = column;
        this.position = position;
        this.allowed = allowed;
        this.requirement = requirement;
        this.mostly = mostly;
        this.bound = bound;
        this.places = places;
    }

    @Override
    void see(String[] values, long place) {
        String value = values[position];
        if (value == null) {
            return;
        }
        present++;
        if (!allowed.test(value)) {
            if (failing++ == 0) {
                firstPlace = place;
                firstValue = value;
            }
        }
    }

    @Override
    Check judge(Facts facts) {
        if (present == 0) {
            return skipped(facts, "column " + column + " has no values to judge");
        }
        double share = (double) (present - failing) / present;
        boolean holds = mostly == null ? failing == 0 : share >= mostly;
        String message = message(facts, share);
        ColumnSummary summary = facts.column(column).summary();
        ColumnType type = facts.column(column).column().type();
        if (bound == null || bound.isDate() || mostly != null || summary.minimum() == null || !bound.fits(type)) {
            return check(facts, holds, share, mostly == null ? Double.valueOf(1) : mostly, ">=", present, message);
        }
        Double extreme = (bound.lower() ? summary.minimum() : summary.maximum()).doubleValue();
        return check(facts, holds, extreme, bound.threshold(), bound.lower() ? ">=" : "<=", present, message);
    }

    private String message(Facts facts, double share) {
        if (failing == 0) {
            return present == 1
                    ? "the one value of " + column + " is " + requirement
                    : "all " + count(present, "value") + " of " + column + " are " + requirement;
        }
        String found = String.format(
                Locale.ROOT,
                "%,d of %s of %s %s not %s; the first is %s at %s",
                failing,
                count(present, "value"),
                column,
                failing == 1 ? "is" : "are",
                requirement,
                ValueProblems.shown(firstValue, facts.isSensitive(column)),
                places.place(firstPlace));
        return mostly == null ? found : found + "; " + percent(share) + " are, " + percent(mostly) + " must be";
    }
}
