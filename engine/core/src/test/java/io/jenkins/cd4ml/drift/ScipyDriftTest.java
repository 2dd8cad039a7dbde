package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.statistics.Distances;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.Test;

/** Against SciPy and NumPy on samples with ties, gaps, single values and unequal sizes. */
public class ScipyDriftTest {
    private static final String NUMBERS =
            """
            import json, sys
            import numpy as np
            from scipy import stats
            from scipy.spatial import distance
            def fill(p):
                least = p[p > 0].min()
                return np.where(p == 0, least / 1e6 if least <= 1e-4 else 1e-4, p)
            def judge(a, b):
                a, b = np.array(a, float), np.array(b, float)
                if len(np.unique(a)) > 20:
                    edges = np.histogram_bin_edges(np.concatenate([a, b]), bins='sturges')
                    p, q = np.histogram(a, edges)[0], np.histogram(b, edges)[0]
                else:
                    values = np.unique(np.concatenate([a, b]))
                    p = np.array([np.sum(a == v) for v in values])
                    q = np.array([np.sum(b == v) for v in values])
                counts = [p.tolist(), q.tolist()]
                p, q = p / len(a), q / len(b)
                f, g = fill(p), fill(q)
                pooled = np.sqrt(((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (len(a) + len(b) - 2))
                return {
                    'reference': counts[0], 'current': counts[1],
                    'ks': stats.ks_2samp(a, b)[1],
                    'mannwhitney': stats.mannwhitneyu(a, b, alternative='two-sided')[1],
                    't': stats.ttest_ind(a, b)[1],
                    'wasserstein': stats.wasserstein_distance(a, b) / max(a.std(), 0.001),
                    'energy': stats.energy_distance(a, b),
                    'psi': np.sum((f - g) * np.log(f / g)),
                    'jensenshannon': distance.jensenshannon(p, q),
                    'kl': stats.entropy(f, g),
                    'hellinger': np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2) / 2),
                    'tvd': distance.cityblock(p, q) / 2,
                    'cohen': (b.mean() - a.mean()) / pooled}
            print(json.dumps([judge(a, b) for a, b in json.load(sys.stdin)]))
            """;

    private static final String CATEGORIES =
            """
            import json, sys
            import numpy as np
            from scipy import stats
            def judge(a, b):
                a, b = np.array(a, float), np.array(b, float)
                table = stats.chi2_contingency(np.array([a, b]), correction=False)[0]
                return {'chisquare': stats.chisquare(b, a * b.sum() / a.sum())[1],
                        'v': stats.contingency.association(np.array([a, b]).astype(int), method='cramer'),
                        'chi2': table}
            print(json.dumps([judge(a, b) for a, b in json.load(sys.stdin)]))
            """;

    @Test
    public void numbers() throws Exception {
        SplittableRandom random = new SplittableRandom(17);
        List<double[][]> samples = new ArrayList<>();
        samples.add(new double[][] {gaussian(random, 300, 0, 1), gaussian(random, 211, 0.2, 1.1)});
        samples.add(new double[][] {rounded(gaussian(random, 700, 5, 2)), rounded(gaussian(random, 150, 5, 3))});
        samples.add(new double[][] {gaussian(random, 7, 0, 1), gaussian(random, 5, 1, 1)});
        samples.add(new double[][] {gaussian(random, 64, 0, 1), gaussian(random, 64, 0, 1)});
        samples.add(new double[][] {gaussian(random, 512, -1e6, 1e5), gaussian(random, 512, -1e6, 1e5)});
        samples.add(new double[][] {gaussian(random, 12000, 0, 1), gaussian(random, 9000, 0.03, 1)});
        samples.add(new double[][] {gaussian(random, 40, 0, 1e-6), gaussian(random, 40, 0, 1e-6)});
        samples.add(new double[][] {gaussian(random, 20000, 0, 1), gaussian(random, 30, 4, 1)});
        JsonNode expected = Oracle.python(List.of("scipy"), NUMBERS, new ObjectMapper().writeValueAsString(samples));
        for (int i = 0; i < samples.size(); i++) {
            JsonNode figures = expected.get(i);
            NumberPair pair = NumberPair.of(samples.get(i)[0], samples.get(i)[1]);
            Counts counts = pair.binned();
            assertEquals(
                    "bins " + i,
                    figures.get("reference").toString(),
                    Arrays.toString(counts.reference()).replace(" ", ""));
            assertEquals(
                    "bins " + i,
                    figures.get("current").toString(),
                    Arrays.toString(counts.current()).replace(" ", ""));
            for (DriftTest test : DriftTest.values()) {
                if (test == DriftTest.CHI_SQUARE
                        || test == DriftTest.PROPORTIONS
                        || test == DriftTest.TOTAL_VARIATION) {
                    continue;
                }
                assertClose(
                        test.id() + " of samples " + i, figures.get(test.id()).asDouble(), test.score(pair));
            }
            assertClose(
                    "tvd",
                    figures.get("tvd").asDouble(),
                    Distances.totalVariation(counts.reference(), counts.current()));
            assertClose("Cohen's d", figures.get("cohen").asDouble(), pair.effectSize());
        }
    }

    @Test
    public void categories() throws Exception {
        List<long[][]> tables = List.of(
                new long[][] {{300, 200, 100}, {120, 110, 70}},
                new long[][] {{5, 1, 90, 3}, {50, 12, 880, 31}},
                new long[][] {{1000, 1}, {10, 0}},
                new long[][] {{40, 40, 40, 40, 1}, {0, 30, 10, 0, 0}});
        JsonNode expected = Oracle.python(List.of("scipy"), CATEGORIES, new ObjectMapper().writeValueAsString(tables));
        for (int i = 0; i < tables.size(); i++) {
            long[] reference = tables.get(i)[0];
            long[] current = tables.get(i)[1];
            assertClose(
                    "chi-square " + i,
                    expected.get(i).get("chisquare").asDouble(),
                    SignificanceTests.chiSquare(reference, current));
            assertClose("V " + i, expected.get(i).get("v").asDouble(), EffectSizes.cramersV(reference, current));
        }
    }

    @Test
    public void namesAreWhatUsersWrite() {
        Map<String, DriftTest> byName = new java.util.TreeMap<>();
        DriftTest.names().forEach(name -> byName.put(name, DriftTest.named(name).orElseThrow()));
        assertEquals(DriftTest.values().length, byName.size());
    }

    private static double[] gaussian(SplittableRandom random, int size, double mean, double deviation) {
        return IntStream.range(0, size)
                .mapToDouble(i -> mean
                        + deviation
                                * Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                                * Math.cos(2 * Math.PI * random.nextDouble()))
                .toArray();
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(Math::rint).toArray();
    }

    private static void assertClose(String what, double expected, double actual) {
        assertEquals(what, expected, actual, 1e-9 * Math.abs(expected) + 1e-300);
    }
}
