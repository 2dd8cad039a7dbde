package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Callers of their own: each step takes its time, and as long as it needs for enough requests, within reason. */
final class LiveTraffic implements TrafficSource {
    private static final Duration POLL = Duration.ofMillis(200);

    /** So many times a step's length may pass until its requests have come; then there is no judgement, and no promotion. */
    private static final int PATIENCE = 60;

    /** Answers of a new server that are not measured. */
    private static final int WARM_UP = 20;

    private static final Duration MIN_LIMIT = Duration.ofMinutes(10);

    private final StageContext context;
    private final DeploySettings settings;
    private final RouterClient router;
    private final String canary;
    private final ServedVersion candidate;
    private final ServedVersion champion;
    private final Instant begun;
    private final SecondAnswers second;
    private boolean warm;
    private int atWeight;
    private long atNanos;

    /**
     * @param canary its id by the router
     * @param champion null for a first deployment
     */
    LiveTraffic(
            StageContext context, RouterClient router, String canary, ServedVersion candidate, ServedVersion champion) {
        this.context = context;
        this.settings = context.configuration().deploy();
        this.router = router;
        this.canary = canary;
        this.candidate = candidate;
        this.champion = champion;
        this.begun = context.clock().instant();
        this.second = champion == null
                ? null
                : new SecondAnswers(context, router, candidate.model(), candidate.version(), champion.version(), begun);
    }

    /** How long a step may take for its requests. */
    static Duration limit(DeploySettings settings) {
        return Duration.ofSeconds(Math.max(MIN_LIMIT.toSeconds(), (long) settings.seconds() * PATIENCE));
    }

    @Override
    public PairedAnswers answers() {
        return null;
    }

    @Override
    public PairedRows pairs() {
        return second == null || !second.possible() ? null : second.pairs();
    }

    @Override
    public LiveLabels labels() throws IOException {
        return second == null || second.possible()
                ? null
                : LiveLabels.read(context, candidate.version(), champion.version(), begun);
    }

    @Override
    public void warmUp(LeaseKeeper lease) {
        // Only callers could do it, and they come with the first step.
    }

    @Override
    public void prepare(LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException {
        if (second != null) {
            second.ask(lease);
        }
    }

    @Override
    public void step(int weight, long requests, LeaseKeeper lease, Look look)
            throws CanaryOverException, IOException, InterruptedException {
        if (!warm) {
            long first = Math.min(WARM_UP, settings.requests());
            await(first, Duration.ZERO, lease, done -> {
                context.events().progress(Math.min(done, first), first, "first requests, which are not measured");
                return true;
            });
            // Counts from zero: the first answers of a JVM are slow, and the champion's are long over.
            lease.ask(() -> {
                router.weight(canary, weight);
                return null;
            });
            warm = true;
        }
        if (atWeight != weight) {
            atWeight = weight;
            atNanos = System.nanoTime();
            if (second != null) {
                second.nextStep();
            }
        }
        await(requests, Duration.ofSeconds(settings.seconds()), lease, look);
    }

    /** Waits for so many requests to the candidate, and at least until the step has had its length. */
    private void await(long requests, Duration length, LeaseKeeper lease, Look look)
            throws CanaryOverException, IOException, InterruptedException {
        long start = System.nanoTime();
        Duration limit = limit(settings);
        while (true) {
            context.cancellation().check();
            long done = lease.ask(router::state).candidateTraffic().requests();
            if (!look.goesOn(done)) {
                return;
            }
            Duration ofStep = Duration.ofNanos(System.nanoTime() - (length.isZero() ? start : atNanos));
            if (done >= requests && ofStep.compareTo(length) >= 0) {
                return;
            }
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            if (passed.compareTo(limit) > 0) {
                throw new CanaryOverException("only " + done + " of the " + requests
                        + " requests that a judgement needs came within " + passed.toSeconds() + " s");
            }
            Thread.sleep(POLL.toMillis());
        }
    }
}
