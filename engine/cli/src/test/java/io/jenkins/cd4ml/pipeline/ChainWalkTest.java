package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertTrue;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Random walks look for a promotion without a fitting verdict. A walk that finds one is printed whole, and its seed repeats it
 * ({@code -Dcd4ml.walk.seed=…}); {@code -Dcd4ml.walks} walks more of them.
 */
public class ChainWalkTest {
    private static final int STEPS = 16;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void nothingIsPromotedWithoutAFittingVerdict() throws Exception {
        long first = Long.getLong("cd4ml.walk.seed", 1);
        int walks = Integer.getInteger("cd4ml.walks", 60);
        int promotions = 0;
        int refusals = 0;
        for (int i = 0; i < walks; i++) {
            ChainWalk walk = new ChainWalk(folder.newFolder().toPath().toRealPath(), first + i);
            for (int step = 0; step < STEPS; step++) {
                String unfit = walk.step();
                assertTrue(
                        "walk " + (first + i) + " promoted a version: " + unfit + "\n" + String.join("\n", walk.log),
                        unfit == null);
            }
            if (Boolean.getBoolean("cd4ml.walk.log")) {
                walk.log.forEach(System.out::println);
            }
            promotions += walk.promotions();
            refusals += walk.refusals;
        }
        System.out.println(walks + " walks: " + promotions + " promotions, " + refusals + " deployments refused");
        assertTrue("walks that promote nothing show nothing: " + promotions, promotions * 12 >= walks);
        assertTrue("walks that refuse nothing show nothing: " + refusals, refusals >= walks);
    }
}
