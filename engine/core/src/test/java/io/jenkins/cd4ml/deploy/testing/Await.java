package io.jenkins.cd4ml.deploy.testing;

import static org.junit.Assert.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, which is as fast as the machine is; the limit is one that only a hang reaches. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    private Await() {}

    /** Waits until the condition holds; an exception counts as "not yet". */
    public static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e;
            }
            Thread.sleep(20);
        }
        fail("not within " + LIMIT.toSeconds() + " s: " + what + (last == null ? "" : " (" + last + ")"));
    }
}
