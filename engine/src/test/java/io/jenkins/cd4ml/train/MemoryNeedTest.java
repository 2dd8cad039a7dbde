package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

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

    private static String message(MemoryNeed need, String heap, long available) {
        return assertThrows(InputException.class, () -> need.require(heap, available))
                .getMessage();
    }
}
