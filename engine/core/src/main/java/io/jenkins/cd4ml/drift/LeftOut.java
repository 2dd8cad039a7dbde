package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.config.DriftSettings;
import io.jenkins.cd4ml.data.Unreadable;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks of the current rows themselves: that there are any, and how much of them could not be read. */
final class LeftOut {
    private final DriftSettings settings;
    private final CurrentRows current;
    private final String modelVersion;

    LeftOut(DriftSettings settings, CurrentRows current, String modelVersion) {
        this.settings = settings;
        this.current = current;
        this.modelVersion = modelVersion;
    }

    /** A check for each column with values that are not of its type, one for lines that are no requests, one where there is no row. */
    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        long rows = current.table().rows();
        for (Unreadable.Found found : current.unreadable().columns()) {
            String message = String.format(
                    Locale.ROOT,
                    "%s of column %s left out: not %s, the first is %s at %s",
                    counted(found.count(), "value"),
                    found.column().name(),
                    found.kind(),
                    found.first(),
                    found.place());
            checks.add(check("unreadable " + found.column().name(), found.count(), rows, message));
        }
        long lines = current.unreadable().lines();
        if (lines > 0) {
            String message = counted(lines, "line") + " left out: not a row that can be read, the first is "
                    + current.unreadable().firstLine();
            checks.add(check("unreadable lines", lines, rows + lines, message));
        }
        if (rows == 0) {
            checks.add(empty());
        }
        return checks;
    }

    private static String counted(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    private Check check(String name, long count, long all, String message) {
        double share = (double) count / Math.max(1, all);
        boolean passed = share <= settings.maxUnreadable();
        return new Check(
                name,
                DataSetDrift.GROUP,
                passed ? Outcome.PASSED : Outcome.FAILED,
                share,
                settings.maxUnreadable(),
                "<=",
                null,
                all,
                current.version(),
                modelVersion,
                message);
    }

    private Check empty() {
        Outcome outcome =
                switch (settings.onEmpty()) {
                    case FAIL -> Outcome.FAILED;
                    case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
                    case PASS -> Outcome.PASSED;
                };
        return new Check(
                "current rows",
                DataSetDrift.GROUP,
                outcome,
                0.0,
                null,
                null,
                null,
                0L,
                current.version(),
                modelVersion,
                "there is no current row to compare (drift.onEmpty)");
    }
}
