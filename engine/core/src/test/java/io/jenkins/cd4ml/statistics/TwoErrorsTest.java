package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.Test;

public class TwoErrorsTest {
    private static SquaredErrors of(double... errors) {
        SquaredErrors sum = new SquaredErrors();
        for (double error : errors) {
            sum.add(error);
        }
        return sum;
    }

    @Test
    public void agreesWithABootstrapBySciPyOfTwoSamples() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        double[] first = random.doubles(250, -9, 11).toArray();
        double[] second = random.doubles(400, -8, 8).toArray();
        TwoErrors found = new TwoErrors(of(first), of(second));
        String script =
                """
                import json, sys, numpy
                from scipy.stats import bootstrap, sem
                d = json.load(sys.stdin)
                f = lambda a, b, axis=-1: numpy.sqrt(numpy.mean(a**2, axis=axis) / numpy.mean(b**2, axis=axis)) - 1
                a, b = numpy.array(d['a']), numpy.array(d['b'])
                i = bootstrap((a, b), f, paired=False, vectorized=True, n_resamples=4000, method='percentile',
                              random_state=1).confidence_interval
                print(json.dumps([float(f(a, b)), float(i.low), float(i.high), float(sem(a**2) / numpy.mean(a**2) / 2)]))
                """;
        JsonNode oracle =
                Oracle.python(List.of("numpy", "scipy.stats"), script, Protocol.write(Map.of("a", first, "b", second)));
        assertEquals(oracle.get(0).asDouble(), found.increase(), 1e-12);
        assertEquals(oracle.get(3).asDouble(), found.first().logStandardError(), 1e-12);
        // both are approximations: within a tenth of the interval's width
        double width = oracle.get(2).asDouble() - oracle.get(1).asDouble();
        assertEquals(oracle.get(1).asDouble(), found.interval().lower(), width / 10);
        assertEquals(oracle.get(2).asDouble(), found.interval().upper(), width / 10);
    }

    @Test
    public void perfectModelsHaveNoRatio() {
        assertEquals(0, new TwoErrors(of(0, 0), of(0, 0)).increase(), 0);
        assertNull(new TwoErrors(of(0, 0), of(0, 0)).interval());
        assertEquals(-1, new TwoErrors(of(0, 0), of(1, 2)).increase(), 0);
        assertEquals(Double.POSITIVE_INFINITY, new TwoErrors(of(1, 2), of(0, 0)).increase(), 0);
        assertNull(new TwoErrors(of(1, 2), of(0, 0)).interval());
        assertNull("one row has no spread", new TwoErrors(of(1), of(1, 2)).interval());
    }
}
