package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.Interval;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

/** Which metric sees a difference on fewer rows: gains over the uninformed answer by their standard errors, computed by hand. */
public class SharperMetricTest {
    private static final MetricKey ACCURACY = MetricKey.of(MetricName.ACCURACY);
    private static final MetricKey LOG_LOSS = MetricKey.of(MetricName.LOG_LOSS);
    private static final MetricKey BRIER = MetricKey.of(MetricName.BRIER);

    private final Map<MetricKey, PairedEvaluation.Difference> differences = new HashMap<>();
    private final Map<MetricKey, ChanceError> errors = new HashMap<>();
    private final Map<MetricKey, Double> uninformed = new HashMap<>();

    @Test
    public void theRatioOfSignalsSquaredIsTheRatioOfRows() {
        // accuracy gains 0.2 at an error of 0.04: 5 errors; log_loss gains 0.3 at 0.03: 10 errors, four times the rows
        metric(ACCURACY, .8, .6, .04);
        metric(LOG_LOSS, .4, .7, .03);
        SharperMetric found = of(rule(MetricName.ACCURACY, .02));
        assertEquals(MetricName.LOG_LOSS, found.name());
        assertEquals(4, found.times(), 1e-9);
        assertEquals("margins by gains", .03, found.margin(), 1e-9);
        assertEquals(
                "log_loss with margin 0.030, which sees as much as accuracy on 4.0 times as many rows",
                found.clause(rule(MetricName.ACCURACY, .02)));
        assertEquals(
                "log_loss, which sees as much as accuracy on 4.0 times as many rows",
                of(rule(MetricName.ACCURACY, 0)).clause(rule(MetricName.ACCURACY, 0)));
    }

    @Test
    public void theSharpestOneIsNamed() {
        metric(ACCURACY, .8, .6, .04);
        metric(LOG_LOSS, .4, .7, .03);
        metric(BRIER, .1, .25, .01);
        assertEquals(MetricName.BRIER, of(rule(MetricName.ACCURACY, .02)).name());
        assertEquals(9, of(rule(MetricName.ACCURACY, .02)).times(), 1e-9);
        metric(BRIER, .1, .25, .02);
        assertEquals(MetricName.LOG_LOSS, of(rule(MetricName.ACCURACY, .02)).name());
    }

    @Test
    public void aQuarterMoreIsWorthIt() {
        metric(ACCURACY, .75, .5, .125);
        metric(LOG_LOSS, .5, .75, .125);
        assertNull(of(rule(MetricName.ACCURACY, .02)));
        metric(LOG_LOSS, .5, 1, .25 / Math.sqrt(1.2));
        assertNull(of(rule(MetricName.ACCURACY, .02)));
        metric(LOG_LOSS, .5, 1, .25 / Math.sqrt(1.3));
        assertEquals(1.3, of(rule(MetricName.ACCURACY, .02)).times(), 1e-9);
    }

    @Test
    public void manyTimesAreRounded() {
        metric(ACCURACY, .75, .5, .25);
        metric(LOG_LOSS, .5, 1, .125);
        assertEquals(
                "log_loss with margin 0.040, which sees as much as accuracy on 16 times as many rows",
                of(rule(MetricName.ACCURACY, .02)).clause(rule(MetricName.ACCURACY, .02)));
        metric(LOG_LOSS, .5, 1, .01);
        assertEquals(
                "log_loss with margin 0.040, which sees as much as accuracy on more than 100 times as many rows",
                of(rule(MetricName.ACCURACY, .02)).clause(rule(MetricName.ACCURACY, .02)));
    }

    @Test
    public void aMetricThatSeesNothingOrIsSharpItselfHasNone() {
        metric(ACCURACY, .8, .6, .04);
        metric(LOG_LOSS, .4, .7, .03);
        assertNull("sharp itself", of(rule(MetricName.LOG_LOSS, .02)));
        metric(ACCURACY, .6, .6, .04);
        assertNull("no better than the uninformed answer", of(rule(MetricName.ACCURACY, .02)));
        metric(ACCURACY, .5, .6, .04);
        assertNull("worse than it", of(rule(MetricName.ACCURACY, .02)));
        metric(ACCURACY, .8, .6, 0);
        assertNull("chance is not known", of(rule(MetricName.ACCURACY, .02)));
        errors.remove(ACCURACY);
        assertNull(of(rule(MetricName.ACCURACY, .02)));
        metric(ACCURACY, .8, .6, .04);
        uninformed.remove(LOG_LOSS);
        assertNull(of(rule(MetricName.ACCURACY, .02)));
    }

    private void metric(MetricKey key, double candidate, double nothing, double error) {
        Interval interval = new Interval(-1, 1, .95);
        differences.put(key, new PairedEvaluation.Difference(candidate, candidate, interval));
        errors.put(key, new ChanceError(interval, error, 10, new AlphaBudget(.025)));
        uninformed.put(key, nothing);
    }

    private SharperMetric of(GateRule.Versus rule) {
        return SharperMetric.of(rule, new PairedEvaluation(10, differences), errors, uninformed);
    }

    private static GateRule.Versus rule(MetricName name, double margin) {
        return new GateRule.Versus(MetricKey.of(name), margin, ValidateSettings.Test.NOT_WORSE, null, "champion");
    }
}
