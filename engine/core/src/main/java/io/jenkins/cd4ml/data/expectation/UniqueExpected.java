package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.protocol.Check;
import java.io.IOException;
import java.util.List;

/** The values of some columns together must not repeat; rows without any value there do not count. */
final class UniqueExpected extends Expected {
    private final List<String> columns;
    private final RepeatedValues repeats;
    private long rows;

    /** @param repeats null where it is known that nothing repeats, because the data's key is among the columns */
    UniqueExpected(String name, List<String> columns, RepeatedValues repeats) {
        super(name);
        this.columns = columns;
        this.repeats = repeats;
    }

    @Override
    void see(String[] values, long place) throws IOException {
        rows++;
        if (repeats != null) {
            repeats.add(values, place);
        }
    }

    @Override
    Check judge(Facts facts) throws IOException {
        Repeats found = repeats == null ? null : repeats.of(facts.types());
        long count = found == null ? 0 : found.count();
        String what = String.join(", ", columns);
        String message = count == 0
                ? "no value of " + what + " stands twice in the " + count(rows, "row")
                : count(count, "row") + (count == 1 ? " repeats" : " repeat") + " the " + what
                        + " of an earlier row; the first is " + found.first() + ", the same as "
                        + found.firstEarlier();
        return check(facts, count == 0, (double) count, 0.0, "<=", rows, message);
    }

    @Override
    public void close() throws IOException {
        if (repeats != null) {
            repeats.close();
        }
    }
}
