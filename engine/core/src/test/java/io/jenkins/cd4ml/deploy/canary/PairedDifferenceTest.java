package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.Test;

public class PairedDifferenceTest {

    /** Rows of the table right/wrong by right/wrong. */
    private static PairedDifference accuracy(int both, int onlyCandidate, int onlyChampion, int none) {
        int n = both + onlyCandidate + onlyChampion + none;
        boolean[] candidate = new boolean[n];
        boolean[] champion = new boolean[n];
        for (int i = 0; i < n; i++) {
            candidate[i] = i < both + onlyCandidate;
            champion[i] = i < both || i >= both + onlyCandidate && i < both + onlyCandidate + onlyChampion;
        }
        return PairedDifference.accuracy(candidate, champion);
    }

    @Test
    public void accuracyIsTheTableOfThePrimeMinister() {
        // Agresti, Categorical Data Analysis: 944 of 1600 approve first, 880 then; the interval is 0.02 to 0.06.
        PairedDifference found = accuracy(794, 150, 86, 570);
        assertEquals(0.04, found.value(), 1e-12);
        assertEquals(0.59, found.candidate(), 1e-12);
        assertEquals(0.55, found.champion(), 1e-12);
        assertEquals(0.0212, found.interval().lower(), 2e-4);
        assertEquals(0.0587, found.interval().upper(), 4e-4);
    }

    @Test
    public void intervalKeepsItsPromise() throws Exception {
        String script =
                """
                import json, numpy
                r = numpy.random.default_rng(7)
                tables = r.multinomial(40, [0.7, 0.06, 0.14, 0.1], size=400)
                print(json.dumps(tables.tolist()))
                """;
        JsonNode tables = Oracle.python(List.of("numpy"), script, "");
        int covered = 0;
        for (JsonNode table : tables) {
            PairedDifference found = accuracy(
                    table.get(0).asInt(),
                    table.get(1).asInt(),
                    table.get(2).asInt(),
                    table.get(3).asInt());
            covered += found.interval().lower() <= -0.08
                            && -0.08 <= found.interval().upper()
                    ? 1
                    : 0;
        }
        assertTrue("covered " + covered + " of 400", covered >= 0.93 * 400);
    }

    @Test
    public void rowsThatNeverDifferHaveANarrowIntervalAroundZero() {
        PairedDifference found = accuracy(80, 0, 0, 20);
        assertEquals(0, found.value(), 0);
        assertTrue(found.interval().lower() < 0 && found.interval().lower() > -0.04);
        PairedDifference one = accuracy(1, 0, 0, 0);
        assertTrue(one.interval().lower() < -0.3);
    }

    @Test
    public void rmseAgreesWithABootstrapBySciPy() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        double[] candidate = new double[200];
        double[] champion = new double[200];
        for (int i = 0; i < candidate.length; i++) {
            double shared = random.nextDouble(-10, 10);
            candidate[i] = shared + random.nextDouble(-5, 5);
            champion[i] = shared + random.nextDouble(-3, 3);
        }
        PairedDifference found = PairedDifference.rmse(candidate, champion);
        String script =
                """
                import json, sys, numpy
                from scipy.stats import bootstrap
                d = json.load(sys.stdin)
                f = lambda a, b, axis=-1: numpy.sqrt(numpy.mean(a**2, axis=axis) / numpy.mean(b**2, axis=axis)) - 1
                a, b = numpy.array(d['a']), numpy.array(d['b'])
                i = bootstrap((a, b), f, paired=True, vectorized=True, n_resamples=4000, method='percentile',
                              random_state=1).confidence_interval
                print(json.dumps([float(f(a, b)), float(i.low), float(i.high), float(numpy.sqrt(numpy.mean(a**2)))]))
                """;
        JsonNode oracle = Oracle.python(
                List.of("numpy", "scipy.stats"), script, Protocol.write(Map.of("a", candidate, "b", champion)));
        assertEquals(oracle.get(0).asDouble(), found.value(), 1e-12);
        assertEquals(oracle.get(3).asDouble(), found.candidate(), 1e-12);
        // both are approximations: within a tenth of the interval's width
        double width = oracle.get(2).asDouble() - oracle.get(1).asDouble();
        assertEquals(oracle.get(1).asDouble(), found.interval().lower(), width / 10);
        assertEquals(oracle.get(2).asDouble(), found.interval().upper(), width / 10);
    }

    @Test
    public void perfectModelsHaveNoRatio() {
        double[] zero = new double[5];
        double[] one = {1, 1, 1, 1, 1};
        assertEquals(0, PairedDifference.rmse(zero, zero).value(), 0);
        assertEquals(-1, PairedDifference.rmse(zero, one).value(), 0);
        PairedDifference worse = PairedDifference.rmse(one, zero);
        assertEquals(Double.POSITIVE_INFINITY, worse.value(), 0);
        assertNull(worse.interval());
        assertEquals(0, PairedDifference.rmse(one, one).interval().upper(), 0);
        assertNull(PairedDifference.rmse(new double[] {1}, new double[] {2}).interval());
    }
}
