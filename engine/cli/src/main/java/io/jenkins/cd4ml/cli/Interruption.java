package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.stage.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM: the stage is asked to stop and gets half a minute to leave everything whole. */
final class Interruption implements Cancellation {
    private static final CountDownLatch DONE = new CountDownLatch(1);
    private static final long GRACE_SECONDS = 30;

    /** As documented: stopped by Ctrl-C or SIGTERM. */
    private static final int STOPPED = 130;

    private static volatile int exitCode;
    private static volatile boolean listening;

    private volatile boolean requested;

    private Interruption() {}

    /** A signal that ends a command before it listens, or one that never does, ends it with the same exit code as any other. */
    static void endOthers() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (DONE.getCount() > 0 && !listening) {
                                Runtime.getRuntime().halt(STOPPED);
                            }
                        },
                        "stopped"));
    }

    /** Listens from now on. */
    static Interruption listen() {
        listening = true;
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::await, "interruption"));
        return interruption;
    }

    /** To be called when all is written and the JVM may go, with that exit code, also where a signal has begun to end it. */
    static void done(int code) {
        exitCode = code;
        DONE.countDown();
    }

    @Override
    public boolean requested() {
        return requested;
    }

    private void await() {
        boolean bySignal = DONE.getCount() > 0;
        requested = true;
        try {
            if (!DONE.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("cd4ml: did not stop within " + GRACE_SECONDS + " s, ending all the same");
            } else if (bySignal) {
                // A JVM that a signal ends would exit with 128 and the signal's number, whatever the command's exit
                // code is.
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
