package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.stage.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM: the stage is asked to stop and gets half a minute to leave everything whole. */
final class Interruption implements Cancellation {
    private static final CountDownLatch DONE = new CountDownLatch(1);
    private static final long GRACE_SECONDS = 30;

    private volatile boolean requested;

    private Interruption() {}

    /** Listens from now on. */
    static Interruption listen() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::await, "interruption"));
        return interruption;
    }

    /** To be called when all is written and the JVM may go. */
    static void done() {
        DONE.countDown();
    }

    @Override
    public boolean requested() {
        return requested;
    }

    private void await() {
        requested = true;
        try {
            if (!DONE.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("cd4ml: did not stop within " + GRACE_SECONDS + " s, ending all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
