package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** The sentences about a data set and about a column, whole. */
public class DriftSummaryTest {
    private static final Judgement PREDICTIONS =
            Judgement.tested(numbers(Role.PREDICTION, 0), DriftTest.named("psi").orElseThrow(), 0.1, 0.25);

    @Test
    public void theShareDecidesAndTheColumnsAreNamed() {
        assertEquals(
                "No drift: 0 of 4 columns differ from the reference; share 0 < 0.5 (1,000 rows against 1)",
                summary(4, List.of(), .5, 1000, 1).ofDataSet());
        assertEquals(
                "Drift: 1 of 1 column (wind) differs from the reference; share 1 >= 0.5 (1 row against 2)",
                summary(1, List.of("wind"), .5, 1, 2).ofDataSet());
        assertEquals(
                "Drift: 2 of 4 columns (a, b) differ from the reference; share 0.5 >= 0.5 (2 rows against 3)",
                summary(4, List.of("a", "b"), .5, 2, 3).ofDataSet());
        assertEquals(
                "No drift: 1 of 4 columns (a) differs from the reference; share 0.25 < 0.5 (2 rows against 3)",
                summary(4, List.of("a"), .5, 2, 3).ofDataSet());
        assertEquals(
                "Drift: 7 of 8 columns (a, b, c, d, e, f, …) differ from the reference; share 0.875 >= 0.5 (2 rows against 3)",
                summary(8, List.of("a", "b", "c", "d", "e", "f", "g"), .5, 2, 3).ofDataSet());
        assertEquals(
                "Drift: 6 of 8 columns (a, b, c, d, e, f) differ from the reference; share 0.75 >= 0.5 (2 rows against 3)",
                summary(8, List.of("a", "b", "c", "d", "e", "f"), .5, 2, 3).ofDataSet());
        assertEquals(
                "Not judged: no column has values enough on both sides (2 rows against 3)",
                summary(0, List.of(), .5, 2, 3).ofDataSet());
    }

    @Test
    public void predictionsThatDifferAreDriftByThemselves() {
        String score = "PSI 0.25 >= 0.1";
        assertEquals(score, ColumnSentence.score(PREDICTIONS));
        DriftSummary none = summary(4, List.of(), .5, 2, 3);
        assertEquals(none.ofDataSet(), none.of(null));
        assertEquals(
                none.ofDataSet(),
                none.of(Judgement.tested(
                        numbers(Role.PREDICTION, 0), DriftTest.named("psi").orElseThrow(), .1, .05)));
        assertEquals(
                "Drift: the predictions differ: " + score
                        + "; 0 of 4 columns differ from the reference (2 rows against 3)",
                none.of(PREDICTIONS));
        assertEquals(
                "Drift: the predictions differ: " + score + "; no column could be judged (2 rows against 3)",
                summary(0, List.of(), .5, 2, 3).of(PREDICTIONS));
        DriftSummary both = summary(4, List.of("a", "b"), .5, 2, 3);
        assertEquals(both.ofDataSet() + "; the predictions differ too: " + score, both.of(PREDICTIONS));
    }

    @Test
    public void aDataSetHasDriftedWhereItsShareReachesTheThreshold() {
        DataSetDrift none = new DataSetDrift(0, List.of(), 0);
        assertEquals(false, none.hasDrifted());
        assertEquals(Outcome.SKIPPED, none.check(1, "d", "m", "s").outcome());
        assertEquals(null, none.check(1, "d", "m", "s").value());
        assertEquals(
                Outcome.FAILED,
                new DataSetDrift(2, List.of("a"), .5).check(1, "d", "m", "s").outcome());
        assertEquals(
                Outcome.PASSED,
                new DataSetDrift(2, List.of("a"), .51).check(1, "d", "m", "s").outcome());
        assertEquals(
                .5,
                new DataSetDrift(2, List.of("a"), .5).check(1, "d", "m", "s").value(),
                0);
    }

    @Test
    public void aColumnsSentenceHasScoreEffectAndCategories() {
        DriftTest test = DriftTest.named("ks").orElseThrow();
        ComparedColumn column = numbers(Role.FEATURE, 0);
        assertEquals(
                "c differs from the reference: Kolmogorov-Smirnov p 0.05 <= 0.05 (0.0625 adjusted for 2 columns), Cohen's d 0"
                        + " (negligible)",
                ColumnSentence.of(Judgement.tested(column, test, .05, .05), .0625, 2, List.of(), 0));
        assertEquals(
                "c is like the reference: Kolmogorov-Smirnov p 0.0501 > 0.05, Cohen's d 0 (negligible)",
                ColumnSentence.of(Judgement.tested(column, test, .05, .0501), .0625, 1, List.of(), 0));
        assertEquals(
                "c is like the reference: Kolmogorov-Smirnov p 0.5 > 0.05, Cohen's d 0 (negligible); 1 new category: x",
                ColumnSentence.of(Judgement.tested(column, test, .05, .5), Double.NaN, 2, List.of("x"), 1));
        assertEquals(
                "c is like the reference: Kolmogorov-Smirnov p 0.5 > 0.05, Cohen's d 0 (negligible); 6 new categories: a, b, c, d,"
                        + " e, …",
                ColumnSentence.of(
                        Judgement.tested(column, test, .05, .5),
                        Double.NaN,
                        2,
                        List.of("a", "b", "c", "d", "e", "f"),
                        6));
        assertEquals(
                "the predictions differ from those on the reference: Kolmogorov-Smirnov p 0.01 <= 0.05, Cohen's d 0 (negligible)",
                ColumnSentence.of(
                        Judgement.tested(numbers(Role.PREDICTION, 0), test, .05, .01), Double.NaN, 2, List.of(), 0));
        assertEquals(
                "the predictions are like those on the reference: Kolmogorov-Smirnov p 0.1 > 0.05, Cohen's d 0 (negligible)",
                ColumnSentence.of(
                        Judgement.tested(numbers(Role.PREDICTION, 0), test, .05, .1), Double.NaN, 2, List.of(), 0));
        assertEquals(
                "c not judged: few",
                ColumnSentence.of(Judgement.untested(column, Outcome.SKIPPED, "few"), Double.NaN, 2, List.of(), 0));
        assertEquals(
                "c drifted: it has lost its values",
                ColumnSentence.of(
                        Judgement.untested(column, Outcome.FAILED, "it has lost its values"),
                        Double.NaN,
                        2,
                        List.of(),
                        0));
    }

    /** Cohen's words for d begin at 0.2, 0.5 and 0.8: a shift of 0 to 99 by so many of its standard deviation 29.0115. */
    @Test
    public void effectsHaveCohensWords() {
        for (String[] each : new String[][] {
            {"0.19", "negligible"},
            {"0.21", "small"},
            {"0.49", "small"},
            {"0.51", "medium"},
            {"0.79", "medium"},
            {"0.81", "large"},
            {"-0.81", "large"}
        }) {
            String sentence = ColumnSentence.of(
                    Judgement.tested(
                            numbers(Role.FEATURE, Double.parseDouble(each[0]) * 29.011492),
                            DriftTest.named("ks").orElseThrow(),
                            .05,
                            .5),
                    Double.NaN,
                    1,
                    List.of(),
                    0);
            assertEquals(
                    "c is like the reference: Kolmogorov-Smirnov p 0.5 > 0.05, Cohen's d " + each[0] + " (" + each[1]
                            + ")",
                    sentence);
        }
    }

    @Test
    public void aChangeOfTheMissingOnesIsSaidFromOnePercentOn() {
        double[] values = IntStream.range(0, 100).asDoubleStream().toArray();
        double[] one = values.clone();
        one[50] = Double.NaN;
        Judgement judgement = Judgement.tested(
                ComparedColumn.of(
                        new Column("c", ColumnType.DECIMAL, false),
                        Role.FEATURE,
                        new ColumnValues.Numbers(values),
                        new ColumnValues.Numbers(one),
                        false),
                DriftTest.named("ks").orElseThrow(),
                .05,
                .5);
        assertEquals(
                "c is like the reference: Kolmogorov-Smirnov p 0.5 > 0.05, Cohen's d -0.000174 (negligible); missing in 1 % of the"
                        + " rows, before in 0 %",
                ColumnSentence.of(judgement, Double.NaN, 1, List.of(), 0));
    }

    @Test
    public void figuresAreRoundedWithoutCrossingTheThreshold() {
        assertEquals("0.0001", Figures.of(1e-4));
        assertEquals("9.99e-5", Figures.of(9.99e-5));
        assertEquals("1e6", Figures.of(1e6));
        assertEquals("999000", Figures.of(999_000));
        assertEquals("-1e6", Figures.of(-1e6));
        assertEquals("0.50004", Figures.of(.50004, .5));
        assertEquals("1,234,567", Figures.count(1_234_567));
    }

    private static DriftSummary summary(
            int tested, List<String> drifted, double threshold, long current, long reference) {
        return new DriftSummary(new DataSetDrift(tested, drifted, threshold), "the reference", current, reference);
    }

    /** 0 to 99 on the reference, the same and so much more now. */
    private static ComparedColumn numbers(Role role, double shift) {
        double[] before = IntStream.range(0, 100).asDoubleStream().toArray();
        double[] after = IntStream.range(0, 100).mapToDouble(i -> i + shift).toArray();
        return ComparedColumn.of(
                new Column("c", ColumnType.DECIMAL, false),
                role,
                new ColumnValues.Numbers(before),
                new ColumnValues.Numbers(after),
                false);
    }
}
