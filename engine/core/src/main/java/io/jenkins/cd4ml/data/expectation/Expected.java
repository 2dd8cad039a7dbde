package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;

/** One thing that is expected of the data: sees every row, then says whether it holds. */
abstract class Expected implements Closeable {
    private final String name;

    Expected(String name) {
        this.name = name;
    }

    /** The name of its check. */
    final String name() {
        return name;
    }

    /** Sees a row, {@code values} in the data set's order, null where missing. */
    void see(String[] values, long place) throws IOException {
        // most do
    }

    /** After the last row. */
    abstract Check judge(Facts facts) throws IOException;

    @Override
    public void close() throws IOException {
        // nothing is held
    }

    final Check check(
            Facts facts,
            boolean holds,
            Double value,
            Double threshold,
            String comparison,
            long sample,
            String message) {
        Outcome outcome = holds ? Outcome.PASSED : Outcome.FAILED;
        return new Check(
                name,
                "expectation",
                outcome,
                value,
                threshold,
                comparison,
                null,
                sample,
                facts.version(),
                null,
                message);
    }

    final Check skipped(Facts facts, String message) {
        return new Check(
                name, "expectation", Outcome.SKIPPED, null, null, null, null, 0L, facts.version(), null, message);
    }

    /** {@code 1 value}, {@code 1,461 values}. */
    static String count(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    /** {@code 0.99} as {@code 99 %}. */
    static String percent(double share) {
        String digits = String.format(Locale.ROOT, "%.4f", Math.floor(share * 1e6) / 1e4);
        return digits.replaceAll("0+$", "").replaceAll("\\.$", "") + " %";
    }
}
