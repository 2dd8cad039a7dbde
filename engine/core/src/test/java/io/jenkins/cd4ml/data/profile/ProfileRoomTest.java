package io.jenkins.cd4ml.data.profile;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import org.junit.Test;

public class ProfileRoomTest {
    @Test
    public void wideTablesKeepFewerTextsOfEachColumn() {
        assertEquals(new ProfileRoom(10_000, 4096), ProfileRoom.of(1));
        assertEquals(new ProfileRoom(10_000, 4096), ProfileRoom.of(200));
        assertEquals(new ProfileRoom(9_950, 2048), ProfileRoom.of(201));
        assertEquals(new ProfileRoom(4_000, 1024), ProfileRoom.of(500));
        assertEquals("what may be a category is exact", new ProfileRoom(1_000, 256), ProfileRoom.of(3_000));
        assertEquals(new ProfileRoom(1_000, 128), ProfileRoom.of(10_000));
    }

    @Test
    public void aColumnOfAWideTableIsExactUpToItsRoom() {
        ColumnSummary exact = summary(1_000);
        assertTrue(exact.exact());
        assertEquals(1_000, exact.distinct());
        assertEquals(499.5, exact.quantiles().get(3), 0);
        ColumnSummary estimated = summary(3_000);
        assertFalse(estimated.exact());
        assertEquals("three standard errors of HyperLogLog", 3_000, estimated.distinct(), 0.024 * 3_000);
        assertEquals(0, estimated.minimum().intValueExact());
        assertEquals(2_999, estimated.maximum().intValueExact());
        assertEquals(1_499.5, estimated.mean(), 1e-9);
        assertEquals("1 % of the ranks", 1_499.5, estimated.quantiles().get(3), 30);
    }

    private static ColumnSummary summary(int rows) {
        ColumnProfile profile = new ColumnProfile(null, ProfileRoom.of(3_000));
        for (int i = 0; i < rows; i++) {
            profile.add(Integer.toString(i), "f.csv", i + 2, i);
        }
        return new ProfiledColumn(new Column("x", ColumnType.INTEGER, false), profile).summary();
    }
}
