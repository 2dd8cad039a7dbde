package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.DeploySettings;
import java.util.List;
import org.junit.Test;

public class LooksTest {
    private static DeploySettings settings(List<Integer> steps, int requests, Double falseAlarms) {
        return new DeploySettings(
                null,
                null,
                null,
                steps,
                null,
                requests,
                null,
                null,
                null,
                false,
                new DeploySettings.Analysis(null, null, null, null, null, null, falseAlarms),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    public void looksDoubleUntilTheEndOfTheStep() {
        assertEquals(List.of(25, 50, 100, 200), new Looks(settings(null, 200, null)).planned());
        assertEquals(List.of(31, 62, 125, 250, 500, 1000), new Looks(settings(null, 1000, null)).planned());
        assertEquals(List.of(7), new Looks(settings(null, 7, null)).planned());
    }

    @Test
    public void allLooksOfAllChecksAndStepsShareTheBudget() {
        for (int requests : new int[] {7, 200, 5000}) {
            for (List<Integer> steps : List.of(List.of(100), List.of(10, 50, 100))) {
                Looks looks = new Looks(settings(steps, requests, 0.04));
                double spent = looks.end() + (looks.planned().size() - 1) * looks.early();
                for (int i = 0; i < 60; i++) {
                    spent += looks.extra(i);
                }
                double all = spent * steps.size() * Looks.CHECKS;
                assertTrue(all + " of 0.04", all <= 0.04 * (1 + 1e-12));
                assertTrue("and leave little of it", all >= 0.04 * 0.74);
            }
        }
    }
}
