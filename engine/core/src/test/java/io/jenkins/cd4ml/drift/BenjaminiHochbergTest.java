package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import org.junit.Test;

public class BenjaminiHochbergTest {
    /** The thrombolysis example of the paper (1995), where exactly four hypotheses fall at 0.05. */
    @Test
    public void theExampleOfThePaper() {
        double[] p = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000
        };
        double[] adjusted = BenjaminiHochberg.adjust(p);
        assertEquals(4, Arrays.stream(adjusted).filter(value -> value <= 0.05).count());
        assertEquals(0.0015, adjusted[0], 1e-12);
        assertEquals(0.035625, adjusted[3], 1e-12);
        assertEquals(0.0298 * 15 / 7, adjusted[5], 1e-12);
        assertEquals(1, adjusted[14], 0);
    }

    @Test
    public void keepsTheOrderItWasGiven() {
        assertArrayEquals(
                new double[] {0.9, 0.03, 0.06}, BenjaminiHochberg.adjust(new double[] {0.9, 0.01, 0.04}), 1e-12);
        assertArrayEquals(new double[0], BenjaminiHochberg.adjust(new double[0]), 0);
        assertArrayEquals(new double[] {0, 1}, BenjaminiHochberg.adjust(new double[] {0, 1}), 0);
    }
}
