package io.jenkins.cd4ml.deploy.log;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.List;
import org.junit.Test;

public class RowJsonTest {
    @Test
    public void wholeNumbersAreWrittenAsSuch() {
        double[] numbers = {9_000_000_000_000_001d, -3, 2.5, -0.0, 1e300, Double.NaN};
        List<String> written = List.of("9000000000000001", "-3", "2.5", "-0.0", "1.0E300", "null");
        Table table = new Table(
                new Schema(List.of(new Column("x", ColumnType.DECIMAL, false))),
                List.of(new ColumnValues.Numbers(numbers)),
                new long[numbers.length]);
        for (int row = 0; row < numbers.length; row++) {
            assertEquals(
                    "{\"x\":" + written.get(row) + "}",
                    RowJson.of(table, row, column -> true).toString());
        }
    }
}
