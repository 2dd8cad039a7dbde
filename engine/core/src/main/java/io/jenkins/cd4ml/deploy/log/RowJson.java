package io.jenkins.cd4ml.deploy.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.function.Predicate;

/** A row of a table as a JSON object: numbers as numbers, dates as ISO 8601, a missing value as {@code null}. */
public final class RowJson {
    private RowJson() {}

    /** Those columns of a row. */
    public static ObjectNode of(Table table, int row, Predicate<Column> wanted) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.schema().columns().get(i);
            ColumnValues values = table.columns().get(i);
            if (!wanted.test(column)) {
                continue;
            }
            if (values.isMissing(row)) {
                json.putNull(column.name());
            } else if (values instanceof ColumnValues.Numbers numbers) {
                put(json, column.name(), numbers.values()[row]);
            } else {
                json.put(column.name(), values.text(row));
            }
        }
        return json;
    }

    /** Whole numbers as such, not as {@code 9.0E15}: a reader that compares texts finds them again. */
    private static void put(ObjectNode json, String name, double number) {
        if (number == Math.rint(number) && Math.abs(number) < 0x1p63 && (number != 0 || 1 / number > 0)) {
            json.put(name, (long) number);
        } else {
            json.put(name, number);
        }
    }
}
