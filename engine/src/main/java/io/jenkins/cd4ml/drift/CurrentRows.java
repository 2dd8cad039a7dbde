package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.util.List;

/**
 * The rows that are checked.
 *
 * @param version identity of their files' content
 */
record CurrentRows(String version, Table table) {

    /**
     * Reads {@code drift.current}. Every wanted column must be there but {@code optional}, the target, which nobody may know yet.
     *
     * @throws InputException where nothing is set, nothing is found, or a column is missing
     */
    static CurrentRows read(StageContext context, Schema wanted, String optional) throws IOException {
        List<String> paths = context.configuration().drift().current();
        if (paths.isEmpty()) {
            throw InputException.ofKey(
                    "drift.current", "not set: name the files with the rows to check, for instance requests/*.jsonl");
        }
        LoadedData data = TableLoader.ofFiles(context, paths, wanted);
        if (data.table().rows() == 0) {
            return new CurrentRows(data.version(), empty(wanted));
        }
        for (String absent : data.absent()) {
            if (!absent.equals(optional)) {
                throw new InputException("the current data (" + String.join(", ", paths) + ") has no column '" + absent
                        + "', which the reference has; it has "
                        + String.join(", ", data.table().schema().names()));
            }
        }
        return new CurrentRows(data.version(), data.table());
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
        return column.type().isTemporal() ? new ColumnValues.Dates(new long[0]) : new ColumnValues.Texts(new String[0]);
    }
}
