package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.protocol.Check;

/** A share of the rows must have a value in a column. */
final class CompletenessExpected extends Expected {
    private final String column;
    private final int position;
    private final double least;
    private final RowPlaces places;
    private long rows;
    private long missing;
    private long firstPlace;

    CompletenessExpected(String name, String column, int position, double least, RowPlaces places) {
        super(name);
        this.column = column;
        this.position = position;
        this.least = least;
        this.places = places;
    }

    @Override
    void see(String[] values, long place) {
        rows++;
        if (values[position] == null && missing++ == 0) {
            firstPlace = place;
        }
    }

    @Override
    Check judge(Facts facts) {
        double share = (double) (rows - missing) / rows;
        String message = missing == 0
                ? "each of the " + count(rows, "row") + " has a value of " + column
                : percent(share) + " of the " + count(rows, "row") + " have a value of " + column + ", "
                        + percent(least) + " must; the first without is " + places.place(firstPlace);
        return check(facts, share >= least, share, least, ">=", rows, message);
    }
}
