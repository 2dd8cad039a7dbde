package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.profile.Place;
import io.jenkins.cd4ml.data.profile.TypeInference.Odd;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.Locale;

/** The check that fails where values are not of their column's declared type, or a few make text of a column of numbers or dates: the data is versioned all the same. */
final class OddValues {
    private OddValues() {}

    static Check check(Odd odd, String version) {
        String name = odd.column().name();
        Place first = odd.first();
        String message = String.format(
                Locale.ROOT,
                "%,d of %,d values of %s %s not %s; the first is %s at %s:%d: correct it, or list it under data.missing if it means"
                        + " 'no value', or declare %s under data.columns",
                odd.count(),
                odd.present(),
                name,
                odd.count() == 1 ? "is" : "are",
                ValueProblems.describe(odd.column().type()),
                ValueProblems.shown(first.text(), odd.column().sensitive()),
                first.file(),
                first.line(),
                odd.declared() ? "another type" : "the column's type");
        return new Check(
                name + ": values of one kind",
                "expectation",
                Outcome.FAILED,
                (double) (odd.present() - odd.count()) / odd.present(),
                1.0,
                ">=",
                null,
                odd.present(),
                version,
                null,
                message);
    }
}
