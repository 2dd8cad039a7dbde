package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.process.ServingException;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterProblem;
import java.io.IOException;
import java.time.Duration;

/** Tells the router every second that the driver is there, in a thread of its own, until closed. */
final class LeaseKeeper implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final String ROUTER_DIED = "the router died";

    private final RouterClient router;
    private final String canary;
    private final Thread thread;
    private volatile String over;

    LeaseKeeper(RouterClient router, String canary, Duration every) {
        this.router = router;
        this.canary = canary;
        long millis = Math.min(EVERY.toMillis(), every.toMillis());
        this.thread = new Thread(() -> renew(millis), "lease");
        thread.setDaemon(true);
        thread.start();
    }

    /** A question to the router. */
    @FunctionalInterface
    interface Call<T> {
        T get() throws IOException, InterruptedException;
    }

    /**
     * Asks the router something, as long as the canary is on. Where it refuses, dies or does not answer, the canary is over: the
     * lease gives all traffic to the champion.
     */
    <T> T ask(Call<T> call) throws CanaryOverException, IOException, InterruptedException {
        check();
        try {
            return call.get();
        } catch (ServingException e) {
            throw new CanaryOverException(router.alive() ? e.getMessage() : ROUTER_DIED);
        }
    }

    /** Throws when the canary is over. */
    void check() throws CanaryOverException {
        if (over != null) {
            throw new CanaryOverException(over);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void renew(long millis) {
        try {
            while (over == null) {
                Thread.sleep(millis);
                try {
                    router.renew(canary);
                } catch (RouterProblem e) {
                    over = e.isOver() ? e.getMessage() : over;
                } catch (IOException e) {
                    over = router.alive() ? over : ROUTER_DIED;
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }
}
