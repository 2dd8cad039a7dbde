package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.protocol.Check;

/** There must be enough rows, or not too many. */
final class RowsExpected extends Expected {
    private final long bound;
    private final boolean lower;

    RowsExpected(String name, long bound, boolean lower) {
        super(name);
        this.bound = bound;
        this.lower = lower;
    }

    @Override
    Check judge(Facts facts) {
        long rows = facts.profile().rows();
        boolean holds = lower ? rows >= bound : rows <= bound;
        String message = "the data has " + count(rows, "row") + ", " + (lower ? "at least " : "at most ")
                + count(bound, "row") + (bound == 1 ? " is" : " are") + " expected";
        return check(facts, holds, (double) rows, (double) bound, lower ? ">=" : "<=", rows, message);
    }
}
