package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class EarlyStoppingTest {
    @Test
    public void stopsWhenNothingImprovesForAsLongAsPatienceLasts() {
        EarlyStopping stopping = new EarlyStopping(2, 0.1);
        assertTrue(stopping.improves(1, 1.0));
        assertFalse("not by more than minDelta", stopping.improves(2, 0.95));
        assertFalse(stopping.givesUp(2));
        assertTrue(stopping.improves(3, 0.85));
        assertFalse(stopping.improves(4, 2.0));
        assertFalse(stopping.givesUp(4));
        assertFalse(stopping.improves(5, 0.8));
        assertTrue(stopping.givesUp(5));
        assertEquals(3, stopping.bestEpoch());
    }

    @Test
    public void patienceOfZeroNeverStops() {
        EarlyStopping stopping = new EarlyStopping(0, 0);
        assertTrue(stopping.improves(1, 1.0));
        assertFalse(stopping.improves(1000, 1.0));
        assertFalse(stopping.givesUp(1000));
    }
}
