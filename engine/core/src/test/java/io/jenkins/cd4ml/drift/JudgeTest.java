package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.DriftSettings;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Test;

/** Columns at the edges: constant, empty, infinite, huge, tiny. */
public class JudgeTest {
    @Test
    public void oneAndTheSameValue() {
        Judgement same = judge(filled(50, 3), filled(40, 3));
        assertEquals(DriftTest.PROPORTIONS, same.test());
        assertEquals(1, same.score(), 0);
        assertEquals(Outcome.PASSED, same.outcome());
        for (DriftTest test : DriftTest.values()) {
            double nothing = test.kind() == DriftTest.Kind.P_VALUE ? 1 : 0;
            assertEquals(test.id(), nothing, test.score(NumberPair.of(filled(50, 3), filled(40, 3))), 0);
        }
    }

    @Test
    public void anotherConstant() {
        Judgement other = judge(filled(50, 3), filled(40, 4));
        assertTrue(other.drifted());
        ColumnDrift drift = drift(other);
        assertNull("a distance in standard deviations of zero", drift.effectSize());
        assertEquals(List.of("4"), drift.newCategories());
        assertTrue(judge(filled(2000, 3), filled(40, 4)).drifted());
    }

    @Test
    public void equalConstantsHaveNoEffect() {
        assertEquals(0, EffectSizes.cohensD(filled(43, 0.1), filled(40, 0.1)), 0);
    }

    @Test
    public void everythingMissing() {
        assertEquals(
                Outcome.SKIPPED,
                judge(filled(50, Double.NaN), filled(40, Double.NaN)).outcome());
        assertEquals(
                Outcome.SKIPPED, judge(filled(50, Double.NaN), filled(40, 1)).outcome());
        assertTrue(judge(filled(50, 1), filled(40, Double.NaN)).drifted());
        assertEquals(
                "few rows are few rows",
                Outcome.SKIPPED,
                judge(filled(50, 1), filled(20, Double.NaN)).outcome());
        assertEquals(Outcome.SKIPPED, judge(new double[0], new double[0]).outcome());
    }

    @Test
    public void mostlyMissingOnBothSidesIsNoLoss() {
        double[] reference = filled(1000, Double.NaN);
        Arrays.fill(reference, 0, 100, 7);
        double[] current = filled(100, Double.NaN);
        Arrays.fill(current, 0, 10, 7);
        assertEquals(Outcome.SKIPPED, judge(reference, current).outcome());
    }

    @Test
    public void infinitiesAreMissing() {
        double[] values = IntStream.range(0, 60).mapToDouble(i -> i).toArray();
        double[] infinite = values.clone();
        infinite[3] = Double.POSITIVE_INFINITY;
        infinite[4] = Double.NEGATIVE_INFINITY;
        infinite[5] = Double.NaN;
        ComparedColumn column = column(values, infinite);
        assertEquals(3 / 60.0, column.currentMissing(), 1e-15);
        assertEquals(57, column.pair().currentSize());
    }

    @Test
    public void hugeNumbersEndInAWord() {
        double[] huge = IntStream.range(0, 1200)
                .mapToDouble(i -> (i % 2 == 0 ? 1 : -1) * (1e308 - i * 1e305))
                .toArray();
        Judgement judgement = judge(huge, huge);
        assertEquals(Outcome.SKIPPED, judgement.outcome());
        assertTrue(judgement.reason(), judgement.reason().contains("too large"));
        for (DriftTest test : DriftTest.values()) {
            if (test.refuses(judgement.column().pair()) == null) {
                double score = test.score(judgement.column().pair());
                assertFalse(test.id() + " " + score, test.kind() == DriftTest.Kind.P_VALUE && score < 0.9);
            }
        }
        ColumnDrift drift = drift(judgement);
        assertEquals(
                1200,
                drift.referenceHistogram().counts().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        assertTrue(Protocol.write(drift).contains("1.0E308"));
    }

    @Test
    public void tinyNumbersToo() {
        double[] tiny =
                IntStream.range(0, 100).mapToDouble(i -> i * Double.MIN_VALUE).toArray();
        assertEquals(Outcome.PASSED, judge(tiny, tiny).outcome());
        assertTrue(NumberPair.of(tiny, tiny).binned().reference().length <= 100);
        assertEquals(
                100,
                drift(judge(tiny, tiny)).currentHistogram().counts().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Test
    public void zeroHasNoSign() {
        assertEquals(
                1, NumberPair.of(new double[] {0.0, -0.0}, new double[] {-0.0}).distinct());
    }

    @Test
    public void fewNumbersAreCountedByValue() {
        NumberPair pair = NumberPair.of(new double[] {1, 1, 2}, new double[] {2, 3.5});
        assertEquals(List.of("1", "2", "3.5"), pair.labels());
        assertArrayEquals(new long[] {2, 1, 0}, pair.categories().reference());
        assertArrayEquals(new long[] {0, 1, 1}, pair.categories().current());
    }

    @Test
    public void picturesAreBounded() {
        String[] reference = IntStream.range(0, 500)
                .mapToObj(i -> "value " + i + "x".repeat(i))
                .toArray(String[]::new);
        String[] current = IntStream.range(0, 500).mapToObj(i -> "other " + i).toArray(String[]::new);
        Column column = new Column("c", ColumnType.CATEGORY, false);
        ComparedColumn compared = ComparedColumn.of(
                column, Role.FEATURE, new ColumnValues.Texts(reference), new ColumnValues.Texts(current), false);
        ColumnDrift drift = drift(new Judge(DriftSettings.DEFAULT).judge(compared));
        assertEquals(20, drift.referenceCounts().size());
        assertEquals(20, drift.newCategories().size());
        assertTrue(
                drift.referenceCounts().stream().allMatch(count -> count.value().length() <= 101));
        assertTrue(drift.message(), drift.message().contains("500 new categories"));
        assertEquals("no category in common", 1, drift.effectSize(), 1e-12);
    }

    @Test
    public void anOwnThreshold() {
        DriftSettings settings = new DriftSettings(
                null,
                null,
                null,
                null,
                Map.of("c", new DriftSettings.ColumnTest("psi", 100.0)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        double[] low = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
        double[] high = IntStream.range(0, 100).mapToDouble(i -> i + 90).toArray();
        Judgement judgement = new Judge(settings).judge(column(low, high));
        assertEquals(DriftTest.POPULATION_STABILITY, judgement.test());
        assertFalse(judgement.drifted());
    }

    @Test
    public void figuresTellOnWhichSideTheyAre() {
        assertEquals("0.0499996", Figures.of(0.0499996, 0.05));
        assertEquals("0.05", Figures.of(0.05, 0.05));
        assertEquals("2.69e-40", Figures.of(2.6897e-40));
        assertEquals("1e-7", Figures.of(1e-7));
        assertEquals("0", Figures.of(0));
        assertEquals("-3.46", Figures.of(-3.456));
        assertEquals("1.23e6", Figures.of(1234567));
        assertEquals("12.5 %", Figures.percent(0.125));
    }

    private static Judgement judge(double[] reference, double[] current) {
        return new Judge(DriftSettings.DEFAULT).judge(column(reference, current));
    }

    private static ComparedColumn column(double[] reference, double[] current) {
        Column column = new Column("c", ColumnType.DECIMAL, false);
        return ComparedColumn.of(
                column, Role.FEATURE, new ColumnValues.Numbers(reference), new ColumnValues.Numbers(current), false);
    }

    private static ColumnDrift drift(Judgement judgement) {
        return ColumnFinding.of(List.of(judgement), "sha256:00", null).get(0).drift();
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }
}
