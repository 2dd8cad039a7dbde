package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.statistics.Distances;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.Test;

/** Figures that Evidently printed, from the project's reference page on drift; every printed digit must be ours too. */
public class GoldenVectorsTest {
    private static final NumberPair FULL = pair(2000, 1500);
    private static final NumberPair SMALL = pair(800, 600);

    private static NumberPair pair(int reference, int current) {
        return NumberPair.of(wave(10, 7919, reference), wave(10.5, 104729, current));
    }

    private static double[] wave(double base, long factor, int size) {
        return IntStream.range(0, size)
                .mapToDouble(i -> base + 3 * Math.sin(0.7 * i) + (factor * i % 1000) / 500.0)
                .toArray();
    }

    @Test
    public void distancesOfTheFullSamples() {
        assertPrinted("0.226078958626", DriftTest.WASSERSTEIN.score(FULL));
        assertPrinted("0.20638026262", DriftTest.POPULATION_STABILITY.score(FULL));
        assertPrinted("0.151120027967", DriftTest.JENSEN_SHANNON.score(FULL));
        assertPrinted("0.103503029393", DriftTest.KULLBACK_LEIBLER.score(FULL));
        assertPrinted("0.155518801494", DriftTest.HELLINGER.score(FULL));
        assertPrinted("0.257194390274", DriftTest.ENERGY.score(FULL));
        assertEquals(13, FULL.binned().reference().length);
    }

    @Test
    public void testsOfTheFullSamples() {
        assertPrinted("2.4135600329e-07", DriftTest.KOLMOGOROV_SMIRNOV.score(FULL));
        assertPrinted("2.27155491259e-11", DriftTest.MANN_WHITNEY.score(FULL));
        assertPrinted("4.20717567788e-11", DriftTest.STUDENT.score(FULL));
    }

    @Test
    public void theFirstValuesAlone() {
        assertPrinted("0.00197110072667", DriftTest.KOLMOGOROV_SMIRNOV.score(SMALL));
        assertPrinted("0.228898188459", DriftTest.WASSERSTEIN.score(SMALL));
        assertPrinted("0.195855810386", DriftTest.POPULATION_STABILITY.score(SMALL));
        assertPrinted("0.150672494117", DriftTest.JENSEN_SHANNON.score(SMALL));
    }

    @Test
    public void categoriesThatComeAndGo() {
        long[] reference = {900, 600, 400, 100, 0};
        long[] current = {500, 500, 300, 0, 200};
        assertPrinted("0.261414357394", Distances.jensenShannon(reference, current));
        assertPrinted("1.30730526688", Distances.populationStability(reference, current));
        assertPrinted("0.413408432248", Distances.kullbackLeibler(reference, current));
        assertEquals(0, SignificanceTests.chiSquare(reference, current), 0);
        // L-infinity of TFDV, from the same page, is the largest gap of shares: the new category's
        assertEquals(0.133333, 200.0 / 1500, 1e-6);
    }

    @Test
    public void categoriesWhoseSharesMove() {
        long[] reference = {300, 200, 100};
        long[] current = {120, 110, 70};
        assertPrinted("0.000553084370148", SignificanceTests.chiSquare(reference, current));
        assertPrinted("0.0772740590476", Distances.jensenShannon(reference, current));
        assertPrinted("0.0479228435663", Distances.populationStability(reference, current));
    }

    @Test
    public void twoCategories() {
        long[] reference = {600, 400};
        long[] current = {280, 220};
        assertPrinted("0.138063259785", SignificanceTests.proportions(reference, current));
    }

    @Test
    public void theChoiceOfATest() {
        assertEquals(DriftTest.WASSERSTEIN, EvidentlyPreset.choose(FULL));
        assertEquals(DriftTest.KOLMOGOROV_SMIRNOV, EvidentlyPreset.choose(SMALL));
        assertEquals(DriftTest.KOLMOGOROV_SMIRNOV, EvidentlyPreset.choose(pair(1000, 5000)));
        assertEquals(DriftTest.WASSERSTEIN, EvidentlyPreset.choose(pair(1001, 10)));
        assertEquals(DriftTest.CHI_SQUARE, EvidentlyPreset.choose(numbers(1000, 5)));
        assertEquals(DriftTest.KOLMOGOROV_SMIRNOV, EvidentlyPreset.choose(numbers(1000, 6)));
        assertEquals(DriftTest.JENSEN_SHANNON, EvidentlyPreset.choose(numbers(1001, 5)));
        assertEquals(DriftTest.PROPORTIONS, EvidentlyPreset.choose(numbers(1000, 2)));
        assertEquals(DriftTest.CHI_SQUARE, EvidentlyPreset.choose(categories(1000, 3)));
        assertEquals(DriftTest.PROPORTIONS, EvidentlyPreset.choose(categories(1000, 2)));
        assertEquals(DriftTest.PROPORTIONS, EvidentlyPreset.choose(categories(1000, 1)));
        assertEquals(DriftTest.JENSEN_SHANNON, EvidentlyPreset.choose(categories(1001, 2)));
    }

    private static NumberPair numbers(int size, int distinct) {
        double[] values =
                IntStream.range(0, size).mapToDouble(i -> i % distinct).toArray();
        return NumberPair.of(values, values);
    }

    private static CategoryPair categories(int size, int distinct) {
        String[] values =
                IntStream.range(0, size).mapToObj(i -> "c" + i % distinct).toArray(String[]::new);
        return CategoryPair.of(values, Arrays.copyOf(values, size / 2));
    }

    /** Equal in every digit that was printed, or to 1e-9 of it. */
    private static void assertPrinted(String expected, double actual) {
        BigDecimal printed = new BigDecimal(expected);
        double lastDigit = printed.ulp().doubleValue() / 2;
        assertEquals(
                printed.doubleValue(), actual, Math.min(lastDigit * 1.000001, Math.abs(1e-9 * printed.doubleValue())));
    }
}
