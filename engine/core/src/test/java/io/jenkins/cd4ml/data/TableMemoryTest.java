package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.util.List;
import org.junit.Test;

public class TableMemoryTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("x", ColumnType.DECIMAL, false),
            new Column("day", ColumnType.DATE, false),
            new Column("kind", ColumnType.CATEGORY, false)));

    @Test
    public void whatCannotFitIsSaidBeforeItIsRead() {
        TableMemory.require(SCHEMA, 0, 10_000_000, 280_000_000);
        InputException e =
                assertThrows(InputException.class, () -> TableMemory.require(SCHEMA, 0, 300_000_000, 2L << 30));
        assertEquals(
                "300,000,000 rows of 3 columns need more than 7.8 GB of Java heap, and the engine may take 2.0 GB: give it"
                        + " more (CD4ML_OPTS=-Xmx13g), or use fewer rows or columns",
                e.getMessage());
    }

    @Test
    public void anImageTakesAByteASample() {
        Schema images = new Schema(
                List.of(new Column("class", ColumnType.CATEGORY, false), new Column("image", ColumnType.IMAGE, false)));
        long image = 224 * 224 * 3;
        TableMemory.require(images, image, 20_000, 20_000 * (image * 3 / 2 + 12));
        InputException e =
                assertThrows(InputException.class, () -> TableMemory.require(images, image, 20_000, 4L << 30));
        assertEquals(
                "20,000 rows of 2 columns need more than 4.2 GB of Java heap, and the engine may take 4.0 GB: give it"
                        + " more (CD4ML_OPTS=-Xmx6g), or use fewer rows or columns",
                e.getMessage());
    }
}
