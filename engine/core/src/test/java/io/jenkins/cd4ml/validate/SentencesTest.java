package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.Interval;
import java.util.List;
import org.junit.Test;

public class SentencesTest {
    private static final Interval NARROW = new Interval(.8604, .9649, .95);

    @Test
    public void numbersHaveAsManyDigitsAsPeopleRead() {
        assertEquals("0.83", Sentences.figure(.8342));
        assertEquals("0.051", Sentences.figure(.0512));
        assertEquals("1.00", Sentences.figure(1));
        assertEquals("5.13", Sentences.figure(5.125001));
        assertEquals("52.1", Sentences.figure(52.12));
        assertEquals("-521", Sentences.figure(-521.2));
        assertEquals("1,521", Sentences.figure(1521.2));
        assertEquals("0.996", Sentences.figure(.9964));
        assertEquals("0.9997", Sentences.figure(.99966));
        assertEquals("0.980 [0.950, 0.997]", Sentences.figure(.98, new Interval(.95, .997, .95)));
        assertEquals("0.98 [0.95, 1.00]", Sentences.figure(.98, new Interval(.95, 1, .95)));
        assertEquals("0.00", Sentences.figure(0));
        assertEquals("0.00", Sentences.figure(-0.0));
    }

    @Test
    public void tinyNumbersKeepTheirDigits() {
        assertEquals("2.1e-9", Sentences.figure(2.06e-9));
        assertEquals("-3e-14", Sentences.figure(-2.98e-14));
        assertEquals("5e-300", Sentences.figure(5.01e-300));
        assertEquals("3.4e-6", Sentences.figure(3.4e-6));
        assertEquals("0.000034", Sentences.figure(3.4e-5));
        assertEquals("1.6e-9 [1.3e-9, 2.7e-9]", Sentences.figure(1.602e-9, new Interval(1.27e-9, 2.66e-9, .95)));
        assertEquals("2.06e-9", Sentences.figure(2.06e-9, null, 2.06e-9, 2.1e-9));
        assertEquals("+1e-20", Sentences.difference(1e-20, null, 1e-20, 0));
        assertEquals("2e-9", Sentences.plain(2e-9));
    }

    @Test
    public void theIntervalHasTheDigitsOfItsLargestNumber() {
        assertEquals("0.91 [0.86, 0.96]", Sentences.figure(.9123, NARROW));
        assertEquals("52.3 [9.1, 60.0]", Sentences.figure(52.26, new Interval(9.07, 60, .95)));
        assertEquals("0.91", Sentences.figure(.9123, null));
    }

    @Test
    public void enoughDigitsToSeeTheSide() {
        assertEquals("0.9496 [0.8604, 0.9649]", Sentences.figure(.9496, NARROW, .9496, .95));
        assertEquals("0.91 [0.86, 0.96]", Sentences.figure(.91, NARROW, .91, .95));
        assertEquals("0.95 [0.86, 0.96]", Sentences.figure(.95, NARROW, .95, .95));
        assertEquals("0.900 [0.860, 0.965]", Sentences.figure(.9, NARROW, .9649, .96));
    }

    @Test
    public void differencesHaveASign() {
        Interval interval = new Interval(-.02, .0401, .95);
        assertEquals("+0.010 [-0.020, 0.040]", Sentences.difference(.01, interval, .04, -.01));
        assertEquals("-0.060", Sentences.difference(-.06, null, -.06, 0));
    }

    @Test
    public void thresholdsReadAsWritten() {
        assertEquals("0.95", Sentences.plain(.95));
        assertEquals("30", Sentences.plain(30));
        assertEquals("0", Sentences.plain(-0.0));
        assertEquals("-0.01", Sentences.plain(-.01));
        assertEquals("1250000", Sentences.plain(1.25e6));
        assertEquals("0.000001", Sentences.plain(1e-6));
    }

    @Test
    public void namesAndRows() {
        Labels labels = new Labels(List.of("benign", "malignant"), List.of("benign", "malignant"), 1);
        assertEquals("recall for malignant", Sentences.name(new MetricKey(MetricName.RECALL, 1), labels));
        assertEquals("recall for malignant", Sentences.name(MetricKey.of(MetricName.RECALL), labels));
        assertEquals("roc_auc", Sentences.name(MetricKey.of(MetricName.ROC_AUC), labels));
        assertEquals("1 row", Sentences.rows(1));
        assertEquals("1,461 rows", Sentences.rows(1461));
    }
}
