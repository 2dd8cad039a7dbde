package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.validate.SliceGroups.Group;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.Test;

public class SliceGroupsTest {
    private static final Column SKY = new Column("sky", ColumnType.CATEGORY, false);
    private static final Column WIND = new Column("wind", ColumnType.DECIMAL, false);

    @Test
    public void categoriesBySizeThenMissing() {
        List<Group> groups = groups(SKY, new ColumnValues.Texts(new String[] {"fog", "sun", null, "sun"}));
        assertEquals(List.of("sun", "fog", "(missing)"), values(groups));
        assertEquals("where sky is sun", groups.get(0).place());
        assertEquals("where sky is missing", groups.get(2).place());
        assertArrayEquals(new int[] {1, 3}, groups.get(0).rows());
        assertArrayEquals(new int[] {2}, groups.get(2).rows());
    }

    @Test
    public void fewNumbersAreValues() {
        Column sex = new Column("sex", ColumnType.INTEGER, false);
        List<Group> groups = groups(sex, new ColumnValues.Numbers(new double[] {2, 1, 2}));
        assertEquals(List.of("2", "1"), values(groups));
    }

    @Test
    public void manyNumbersAreQuarters() {
        double[] numbers = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        List<Group> groups = groups(WIND, new ColumnValues.Numbers(numbers));
        assertEquals(List.of("1 to 25", "26 to 50", "51 to 75", "76 to 100"), values(groups));
        assertEquals("in quarter 1 of 4 of wind", groups.get(0).place());
    }

    @Test
    public void quartersPartitionTheRowsWhateverTheTies() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 200; trial++) {
            double[] numbers = new double[30 + random.nextInt(50)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextInt(3) > 0 ? 5 : random.nextInt(40);
            }
            numbers[0] = Double.NaN;
            List<Group> groups = groups(WIND, new ColumnValues.Numbers(numbers));
            int[] all = groups.stream()
                    .flatMapToInt(group -> Arrays.stream(group.rows()))
                    .sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, numbers.length).toArray(), all);
            assertTrue(groups.stream().allMatch(group -> group.rows().length > 0));
        }
    }

    @Test
    public void datesReadAsDates() {
        Column date = new Column("date", ColumnType.DATE, false);
        long[] days = IntStream.range(0, 20).asLongStream().toArray();
        assertEquals(
                "1970-01-01 to 1970-01-05",
                groups(date, new ColumnValues.Dates(days)).get(0).value());
    }

    @Test
    public void sensitiveValuesAreNotShown() {
        Column sex = new Column("sex", ColumnType.CATEGORY, true);
        List<Group> groups = groups(sex, new ColumnValues.Texts(new String[] {"secret", "hidden", "secret", null}));
        assertEquals(List.of("value 2", "value 1", "(missing)"), values(groups));
        Column income = new Column("income", ColumnType.DECIMAL, true);
        double[] numbers = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        groups = groups(income, new ColumnValues.Numbers(numbers));
        assertEquals("quarter 1 of 4", groups.get(0).value());
        for (Group group : groups) {
            assertFalse((group.value() + group.place()).contains("25"));
        }
    }

    @Test
    public void tooManyValuesAreRefused() {
        String[] names = IntStream.range(0, 201).mapToObj(i -> "name" + i).toArray(String[]::new);
        InputException refused = assertThrows(InputException.class, () -> groups(SKY, new ColumnValues.Texts(names)));
        assertEquals(
                "validate.slices.0: column sky has 201 distinct values among the judged rows;"
                        + " slices need a column with at most 200",
                refused.getMessage());
        assertEquals("validate.slices.0", refused.problem().key());
    }

    @Test
    public void allMissingIsOneGroup() {
        assertEquals(List.of("(missing)"), values(groups(WIND, new ColumnValues.Numbers(new double[] {Double.NaN}))));
    }

    private static List<Group> groups(Column column, ColumnValues values) {
        return SliceGroups.of(column, values, "validate.slices.0");
    }

    private static List<String> values(List<Group> groups) {
        return groups.stream().map(Group::value).toList();
    }
}
