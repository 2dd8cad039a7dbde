package io.jenkins.cd4ml.table;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class SensitiveValuesTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("doctor", ColumnType.CATEGORY, true),
            new Column("income", ColumnType.DECIMAL, true),
            new Column("town", ColumnType.CATEGORY, false)));
    private static final Table TABLE = new Table(
            SCHEMA,
            List.of(
                    new ColumnValues.Texts(new String[] {"Dr. Ōtsuka-Lindqvist", "ill", null}),
                    new ColumnValues.Numbers(new double[] {30000.101, 4, Double.NaN}),
                    new ColumnValues.Texts(new String[] {"Bonn", "Ulm", "Bonn"})),
            new long[] {1, 2, 3});

    @Test
    public void valuesByThemselvesAreHiddenInAnyCase() {
        assertEquals(
                "KeyError: '****' of Bonn, **** (still)",
                SensitiveValues.of(TABLE).hide("KeyError: 'DR. ōtsuka-lindqvist' of Bonn, Ill (still)"));
        assertEquals("x,****,****,Bonn", SensitiveValues.of(TABLE).hide("x,ill,30000.101,Bonn"));
    }

    /** 30000.101 as NumPy prints it in 32 bits, in exponential notation, and a whole number written as a decimal one. */
    @Test
    public void numbersAreHiddenHoweverTheyAreWritten() {
        assertEquals(
                "[**** **** ****] and x4, 40, 4.5",
                SensitiveValues.of(TABLE).hide("[30000.1010 3.0000101e+04 4.0] and x4, 40, 4.5"));
        assertEquals("****", SensitiveValues.of(TABLE).hide(String.valueOf((double) (float) 30000.101)));
    }

    @Test
    public void withoutSensitiveColumnsNothingIs() {
        Table open = new Table(
                new Schema(List.of(new Column("town", ColumnType.CATEGORY, false))),
                List.of(new ColumnValues.Texts(new String[] {"Bonn"})),
                new long[] {1});
        assertEquals("Bonn 1", SensitiveValues.of(open).hide("Bonn 1"));
    }
}
