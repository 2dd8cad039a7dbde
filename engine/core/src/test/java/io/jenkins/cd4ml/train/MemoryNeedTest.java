package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.problem.InputException;
import org.junit.Test;

public class MemoryNeedTest {
    private static final long MB = 1 << 20;

    @Test
    public void saysHowMuchIsNeeded() {
        MemoryNeed need = new MemoryNeed(700 * MB, 2600 * MB);
        assertEquals(
                "train.heap: 64m is too little: the training rows need a Java heap of about 701 MB; give it that, or use fewer"
                        + " rows or fewer inputs",
                message(need, "64m", Long.MAX_VALUE));
        assertEquals(
                "training needs about 3.2 GB of memory and 1.0 GB are free here: use a larger machine, fewer rows, fewer inputs"
                        + " or a smaller model",
                message(need, null, 1024 * MB));
    }

    @Test
    public void enoughIsEnough() {
        new MemoryNeed(700 * MB, 300 * MB).require("1g", 1000 * MB);
        new MemoryNeed(MB, MB).require(null);
    }

    @Test
    public void aProgramIsHeldAgainstWhatIsSaidOfItAlone() {
        CommandSettings said = new CommandSettings(null, null, null, null, null, "3g");
        assertEquals(3072 * MB, MemoryNeed.of(said).bytes());
        assertEquals(1024 * MB, MemoryNeed.of(CommandSettings.NONE).bytes());
        MemoryNeed.require(CommandSettings.NONE, MB);
        MemoryNeed.require(said, 3072 * MB);
        assertEquals(
                "train.command.memory: the program is said to need 3g, and 1.0 GB are free here: use a larger machine, or"
                        + " correct it",
                assertThrows(InputException.class, () -> MemoryNeed.require(said, 1024 * MB))
                        .getMessage());
    }

    private static String message(MemoryNeed need, String heap, long available) {
        return assertThrows(InputException.class, () -> need.require(heap, available))
                .getMessage();
    }
}
