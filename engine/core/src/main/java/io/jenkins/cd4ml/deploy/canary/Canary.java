package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Step;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One canary: gives the candidate more and more traffic, judges each step, and promotes it or rolls back. Whatever
 * ends it, an exception included, the champion has all the traffic afterwards unless the candidate was promoted.
 */
public final class Canary {
    private final StageContext context;
    private final DeploySettings settings;
    private final RouterClient router;
    private final String id;
    private final Promotion promotion;
    private final Duration lease;
    private final boolean hasChampion;
    private final TrafficSource source;
    private final Analysis analysis;
    private final Looks looks;
    private final SlowStart slowStart = new SlowStart();
    private final List<Step> steps = new ArrayList<>();
    private final List<List<TrafficBlock>> blocks = new ArrayList<>();
    private int weight;

    /**
     * How it ended.
     *
     * @param inconclusive whether it was rolled back because something was not shown, and nothing was shown to be worse
     * @param reason why it was rolled back, without a full stop; null where the candidate was promoted
     * @param weight the step at which it ended, in percent
     */
    public record Ended(boolean promoted, boolean inconclusive, String reason, int weight, List<Step> steps) {

        /** Of one that ended without an answer by the analysis. */
        public Ended(boolean promoted, String reason, int weight, List<Step> steps) {
            this(promoted, false, reason, weight, steps);
        }
    }

    /** Tells the router that a canary went well; once more changes nothing. */
    @FunctionalInterface
    public interface Promotion {
        void of(RouterClient router, String canary) throws IOException, InterruptedException;
    }

    /**
     * Takes up a canary whose candidate serves.
     *
     * @param id of the canary, by the router
     * @param champion what serves beside it; null for a first deployment
     * @param promotion how the router is asked for the promotion of a candidate that has passed every step
     * @param rehearsal what to replay; null for live traffic
     */
    public Canary(
            StageContext context,
            RouterClient router,
            String id,
            ServedVersion candidate,
            ServedVersion champion,
            Promotion promotion,
            Rehearsal rehearsal,
            Duration lease) {
        this.context = context;
        this.settings = context.configuration().deploy();
        this.router = router;
        this.id = id;
        this.promotion = promotion;
        this.hasChampion = champion != null;
        this.lease = lease;
        this.source = rehearsal == null
                ? new LiveTraffic(context, router, id, candidate, champion)
                : new ReplayTraffic(context, router, candidate, hasChampion, rehearsal.rows(), rehearsal.packaged());
        this.analysis = new Analysis(
                settings, rehearsal == null ? null : rehearsal.rows().dataVersion(), candidate.digest());
        this.looks = new Looks(settings);
    }

    /** Runs it to its end. */
    public Ended run() throws IOException, InterruptedException {
        boolean ended = false;
        try (LeaseKeeper keeper = new LeaseKeeper(router, id, lease.dividedBy(5))) {
            Ended result = steps(keeper);
            ended = true;
            return result;
        } finally {
            if (!ended) {
                rollBack("the deployment was stopped");
            }
        }
    }

    private Ended steps(LeaseKeeper keeper) throws IOException, InterruptedException {
        try {
            source.warmUp(keeper);
            for (int i = 0; i < settings.steps().size(); i++) {
                Check stops = step(i, keeper);
                if (stops != null) {
                    rollBack(stops.message());
                    return new Ended(false, stops.inconclusive(), stops.message(), weight, List.copyOf(steps));
                }
            }
            keeper.ask(() -> {
                promotion.of(router, id);
                return null;
            });
            return new Ended(true, null, weight, List.copyOf(steps));
        } catch (CanaryOverException e) {
            rollBack(e.getMessage());
            return new Ended(false, e.getMessage(), weight, List.copyOf(steps));
        }
    }

    /** The check that ends the canary; null where the candidate may go on. */
    private Check step(int number, LeaseKeeper keeper) throws CanaryOverException, IOException, InterruptedException {
        weight = settings.steps().get(number);
        Instant started = context.clock().instant();
        int toCandidate = hasChampion && source.answers() == null ? settings.weight(weight) : weight;
        keeper.ask(() -> {
            router.weight(id, toCandidate);
            return null;
        });
        blocks.add(List.of());
        WaitReports reports = new WaitReports(context.events(), weight, source.answers() == null, System::nanoTime);
        StepLooks step = new StepLooks(looks, settings, number, level -> judged(level, keeper), reports);
        step.run(source, toCandidate, keeper, context);
        Measurement measured = step.measurement();
        steps.add(new Step(
                weight,
                weight == 100 && toCandidate < 100 ? 100 - toCandidate : null,
                started,
                context.clock().instant(),
                measured.candidateTraffic(),
                measured.championTraffic(),
                measured.labelledByBoth(),
                step.checks()));
        context.events()
                .message(weight + " %: " + measured.candidate().requests() + " requests, " + measured.candidateErrors()
                        + " errors, p95 " + Figures.millis(measured.candidate().p95Millis()) + ": " + step.sentence());
        return step.stops();
    }

    /** What there is by now, and what it shows. */
    private StepLooks.Judged judged(double level, LeaseKeeper keeper)
            throws CanaryOverException, IOException, InterruptedException {
        source.prepare(keeper);
        RouterState state = keeper.ask(router::state);
        blocks.set(blocks.size() - 1, keeper.ask(router::blocks));
        Measurement measured = new Measurement(
                weight,
                level,
                state.candidateTraffic(),
                hasChampion ? state.championTraffic() : null,
                List.copyOf(blocks),
                source.pairs(),
                source.answers(),
                source.labels());
        return judged(slowStart.timed(measured));
    }

    private StepLooks.Judged judged(Measurement measured) {
        List<Check> checks = analysis.of(measured);
        if (!slowStart.putsAside(measured, checks)) {
            return new StepLooks.Judged(measured, checks, slowStart.isOpen(measured, checks));
        }
        checks.stream().filter(Check::failed).forEach(slow -> context.events()
                .message(weight + " %: " + slow.message()
                        + "; a new process is slow at first, so it is measured once more"));
        Measurement again = slowStart.timed(measured);
        List<Check> without = analysis.of(again);
        return new StepLooks.Judged(again, without, slowStart.isOpen(again, without));
    }

    private void rollBack(String reason) throws InterruptedException {
        try {
            router.rollBack(id, reason);
            context.events()
                    .message(
                            hasChampion
                                    ? "rolled back: all traffic goes to the champion"
                                    : "rolled back: nothing serves");
        } catch (IOException e) {
            // Then the router is dead or the canary over: the lease and the journal bring traffic back to the champion.
            context.events().warning("the router did not hear of the end of the canary: " + e.getMessage());
        }
    }
}
