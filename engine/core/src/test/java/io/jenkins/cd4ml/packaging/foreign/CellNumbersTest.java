package io.jenkins.cd4ml.packaging.foreign;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import ai.onnxruntime.OnnxJavaType;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.List;
import org.junit.Test;

/** Nothing is cut off on its way into a tensor of whole numbers. */
public class CellNumbersTest {
    private static final String TAIL =
            ": name another column for it in validate.model, or export the model with an input of" + " decimal numbers";

    @Test
    public void wholeNumbersOfTheRangeArePassed() {
        assertEquals(-3, at(OnnxJavaType.INT64, false, -3, 0), 0);
        assertEquals(-0x1.fffffffffffffp52, at(OnnxJavaType.INT64, false, -0x1.fffffffffffffp52, 0), 0);
        assertEquals(Integer.MAX_VALUE, at(OnnxJavaType.INT32, false, Integer.MAX_VALUE, 0), 0);
        assertEquals(Integer.MIN_VALUE, at(OnnxJavaType.INT32, false, Integer.MIN_VALUE, 0), 0);
        assertEquals(2.5, at(OnnxJavaType.FLOAT, false, 2.5, 0), 0);
        assertEquals(Double.NaN, at(OnnxJavaType.DOUBLE, false, Double.NaN, 0), 0);
    }

    @Test
    public void otherOnesAreRefused() {
        refused(
                "column size has 2.5 in row 2 of the 2 to judge it on, and the input 'x?' takes whole numbers of 64"
                        + " bits, of which those below 2^53 are known exactly",
                OnnxJavaType.INT64,
                false,
                2.5);
        refused(
                "column size has 9.223372036854776E18 in row 2 of the 2 to judge it on, and the input 'x?' takes whole numbers of 64"
                        + " bits, of which those below 2^53 are known exactly",
                OnnxJavaType.INT64,
                false,
                0x1p63);
        refused(
                "column size has 9.007199254740992E15 in row 2 of the 2 to judge it on, and the input 'x?' takes whole numbers of"
                        + " 64 bits, of which those below 2^53 are known exactly",
                OnnxJavaType.INT64,
                false,
                0x1p53);
        refused(
                "column size has 2.147483648E9 in row 2 of the 2 to judge it on, and the input 'x?' takes whole numbers of 32 bits",
                OnnxJavaType.INT32,
                false,
                0x1p31);
        refused(
                "column size has a value in row 2 of the 2 to judge it on, and the input 'x?' takes whole numbers of 32 bits",
                OnnxJavaType.INT32,
                true,
                1234.5);
        assertEquals(
                "column size lacks a value, and the input 'x?' of whole numbers has no way to say so: leave such rows out, or"
                        + " fill them",
                assertThrows(InputException.class, () -> at(OnnxJavaType.INT64, false, Double.NaN, 1))
                        .getMessage());
    }

    private static void refused(String message, OnnxJavaType type, boolean sensitive, double number) {
        assertEquals(
                message + TAIL,
                assertThrows(InputException.class, () -> at(type, sensitive, number, 1))
                        .getMessage());
    }

    private static double at(OnnxJavaType type, boolean sensitive, double number, int row) {
        Table table = new Table(
                new Schema(List.of(new Column("size", ColumnType.DECIMAL, sensitive))),
                List.of(new ColumnValues.Numbers(new double[] {number, number})),
                new long[2]);
        return CellNumbers.of(table, "size", new ForeignInputs.Slot("x\n", type, 2, List.of("size")))
                .at(row);
    }
}
