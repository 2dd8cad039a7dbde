package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.data.Unreadable;
import io.jenkins.cd4ml.deploy.server.ServedLogs;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows that are checked.
 *
 * @param version identity of their files' content
 * @param predictions by row what the server answered; missing where nobody asked it
 * @param versions by row the version that answered
 * @param truth the target; null where no row has one
 * @param unreadable what was left out
 * @param labelled whether rows have a target from labels that were sent later
 */
record CurrentRows(
        String version,
        Table table,
        ColumnValues.Texts predictions,
        ColumnValues.Texts versions,
        ColumnValues truth,
        boolean labelled,
        Unreadable unreadable) {
    /** Columns named in a sentence. */
    private static final int MOST_LISTED = 50;

    /**
     * Reads {@code drift.current}, or the request log of the environment's servers where it is not set. Every wanted column must be
     * there but {@code target}, which nobody may know yet; logged rows get it from labels that were sent later.
     *
     * @throws InputException where nothing is set and nothing logged, nothing is found, or a column is missing
     */
    static CurrentRows read(StageContext context, Schema wanted, String target) throws IOException {
        ServedLogs logs = ServedLogs.of(context);
        List<String> paths = logs.requests();
        if (paths.isEmpty()) {
            throw InputException.ofKey(
                    "drift.current",
                    "not set, and no server of "
                            + context.configuration().deploy().environment()
                            + " has logged requests here: name the files with the rows to check, for instance requests/*.jsonl");
        }
        LoadedData data = TableLoader.ofFiles(context, paths, wanted, target, logs.labels());
        if (data.table().rows() == 0) {
            return new CurrentRows(
                    data.version(), empty(wanted), data.predictions(), data.versions(), null, false, data.unreadable());
        }
        for (String absent : data.absent()) {
            if (!absent.equals(target)) {
                throw new InputException("the current data (" + String.join(", ", paths) + ") has no column '" + absent
                        + "', which the reference has; it has " + listed(data.found()));
            }
        }
        boolean known = target != null && data.table().schema().indexOf(target) >= 0;
        return new CurrentRows(
                data.version(),
                data.table(),
                data.predictions(),
                data.versions(),
                known ? data.table().column(target) : null,
                known && data.labelled() > 0,
                data.unreadable());
    }

    private static String listed(List<String> names) {
        return names.size() <= MOST_LISTED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_LISTED)) + " and " + Figures.count(names.size() - MOST_LISTED)
                        + " more";
    }

    /** The values of a column; of a target that came later only those that are known. */
    ColumnValues column(String name) {
        ColumnValues values = table.column(name);
        if (!labelled || values != truth) {
            return values;
        }
        return values.select(IntStream.range(0, values.size())
                .filter(row -> !values.isMissing(row))
                .toArray());
    }

    boolean has(String column) {
        return table.schema().indexOf(column) >= 0;
    }

    /** No row, yet every column: no traffic is no mistake. */
    private static Table empty(Schema wanted) {
        return new Table(
                wanted, wanted.columns().stream().map(CurrentRows::none).toList(), new long[0]);
    }

    private static ColumnValues none(Column column) {
        if (column.type().isNumeric()) {
            return new ColumnValues.Numbers(new double[0]);
        }
        if (column.type() == ColumnType.IMAGE) {
            return new ColumnValues.Images(new byte[0][]);
        }
        return column.type().isTemporal() ? new ColumnValues.Dates(new long[0]) : new ColumnValues.Texts(new String[0]);
    }
}
