package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.time.Duration;

/** Callers of their own: each step takes its time, and as long as it needs for enough requests, within reason. */
final class LiveTraffic implements TrafficSource {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** So many times a step's length may pass until its requests have come; then there is no judgement, and no promotion. */
    private static final int PATIENCE = 60;

    /** Answers of a new server that are not measured. */
    private static final int WARM_UP = 20;

    private static final Duration MIN_LIMIT = Duration.ofMinutes(10);

    private final StageContext context;
    private final DeploySettings settings;
    private final RouterClient router;
    private final String canary;
    private boolean warm;

    /** {@code canary} is its id by the router. */
    LiveTraffic(StageContext context, RouterClient router, String canary) {
        this.context = context;
        this.settings = context.configuration().deploy();
        this.router = router;
        this.canary = canary;
    }

    @Override
    public PairedAnswers answers() {
        return null;
    }

    @Override
    public void warmUp(LeaseKeeper lease) {
        // Nobody but callers could do it, and they come with the first step.
    }

    @Override
    public void step(int weight, LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException {
        if (!warm) {
            await(Math.min(WARM_UP, settings.requests()), Duration.ZERO, lease);
            // Counts from zero: the first answers of a JVM are slow, and the champion's are long over.
            lease.ask(() -> {
                router.weight(canary, weight);
                return null;
            });
            warm = true;
        }
        await(settings.requests(), Duration.ofSeconds(settings.seconds()), lease);
    }

    /** Waits for so many requests to the candidate, and at least so long. */
    private void await(int requests, Duration length, LeaseKeeper lease)
            throws CanaryOverException, IOException, InterruptedException {
        long start = System.nanoTime();
        Duration limit = Duration.ofSeconds(Math.max(MIN_LIMIT.toSeconds(), (long) settings.seconds() * PATIENCE));
        while (true) {
            context.cancellation().check();
            long done = lease.ask(router::state).candidateTraffic().requests();
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            context.events().progress(Math.min(done, requests), requests, "requests");
            if (done >= requests && passed.compareTo(length) >= 0) {
                return;
            }
            if (passed.compareTo(limit) > 0) {
                throw new CanaryOverException("only " + done + " of the " + requests
                        + " requests that a judgement needs came within " + passed.toSeconds() + " s");
            }
            Thread.sleep(LOOK.toMillis());
        }
    }
}
