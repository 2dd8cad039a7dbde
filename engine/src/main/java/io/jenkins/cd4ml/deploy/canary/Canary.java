package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.router.Routes;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
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
    private final Instant begun;
    private final List<Step> steps = new ArrayList<>();
    private TrafficSnapshot reference;
    private int weight;

    /**
     * How it ended.
     *
     * @param reason why it was rolled back, without a full stop; null where the candidate was promoted
     * @param weight percent that went to the candidate when it ended
     */
    public record Ended(boolean promoted, String reason, int weight, List<Step> steps) {}

    /** Tells the router that a canary went well; once more changes nothing. */
    @FunctionalInterface
    public interface Promotion {
        void of(RouterClient router, String canary) throws IOException, InterruptedException;
    }

    /**
     * Takes up a canary whose candidate serves.
     *
     * @param id of the canary, by the router
     * @param promotion how the router is told that the candidate has passed every step
     * @param rows what to replay; null for live traffic
     * @param hasChampion whether a version serves already
     */
    public Canary(
            StageContext context,
            RouterClient router,
            String id,
            ServedVersion candidate,
            Promotion promotion,
            boolean hasChampion,
            HeldOutRows rows,
            Duration lease) {
        this.context = context;
        this.settings = context.configuration().deploy();
        this.router = router;
        this.id = id;
        this.promotion = promotion;
        this.hasChampion = hasChampion;
        this.lease = lease;
        this.source = rows == null
                ? new LiveTraffic(context, router, id)
                : new ReplayTraffic(context, router, candidate, hasChampion, rows);
        this.analysis = new Analysis(settings, rows == null ? null : rows.dataVersion(), candidate.digest());
        this.begun = context.clock().instant();
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
            for (int percent : settings.steps()) {
                Check failed = step(percent, keeper);
                if (failed != null) {
                    rollBack(failed.message());
                    return new Ended(false, failed.message(), weight, List.copyOf(steps));
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

    /** The first check that failed; null where the candidate may go on. */
    private Check step(int percent, LeaseKeeper keeper) throws CanaryOverException, IOException, InterruptedException {
        Instant started = context.clock().instant();
        keeper.ask(() -> {
            router.weight(id, percent);
            return null;
        });
        weight = percent;
        source.step(percent, keeper);
        RouterState state = keeper.ask(router::state);
        Measurement measured = measured(percent, state);
        List<Check> checks = analysis.of(measured);
        steps.add(new Step(
                percent,
                started,
                context.clock().instant(),
                measured.candidateTraffic(),
                measured.championTraffic(),
                checks));
        Check failed = checks.stream().filter(Check::failed).findFirst().orElse(null);
        context.events()
                .message(percent + " %: " + state.candidateTraffic().requests() + " requests, "
                        + measured.candidateErrors() + " errors, p95 "
                        + Figures.millis(state.candidateTraffic().p95Millis())
                        + (failed == null ? ": passed" : ": " + failed.message()));
        return failed;
    }

    private Measurement measured(int percent, RouterState state) throws IOException {
        if (!hasChampion) {
            return new Measurement(percent, state.candidateTraffic(), null, null, source.answers(), null);
        }
        TrafficSnapshot champion = state.championTraffic();
        boolean enough = champion.answers() >= settings.requests();
        if (enough || reference == null || champion.answers() > reference.answers()) {
            reference = champion;
        }
        return new Measurement(percent, state.candidateTraffic(), champion, reference, source.answers(), labels(state));
    }

    /** Of live traffic; who sends no labels waits for none. */
    private LiveLabels labels(RouterState state) throws IOException {
        Routes routes = state.routes();
        return source.answers() != null || routes.champion() == null || routes.candidate() == null
                ? null
                : LiveLabels.read(
                        context,
                        routes.candidate().version().version(),
                        routes.champion().version().version(),
                        begun);
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
