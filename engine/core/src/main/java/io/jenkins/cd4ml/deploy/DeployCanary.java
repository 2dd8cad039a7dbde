package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.canary.Canary;
import io.jenkins.cd4ml.deploy.canary.Rehearsal;
import io.jenkins.cd4ml.deploy.launch.WorkerLauncher;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingException;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.deploy.router.Proposal;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterProblem;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.router.Routes;
import io.jenkins.cd4ml.deploy.router.ServingServer;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.ServingProcess;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code deployCanary}: gives the run's package more and more of an environment's traffic, judges it at each step, and makes
 * it the champion or rolls back. See docs/deploy-canary.md.
 */
public final class DeployCanary implements StageFunction {
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final Function<StageContext, Launcher> launcher;
    private final long leaseMillis;

    public DeployCanary() {
        this(DeployCanary::workers, RouterLaunch.LEASE_MILLIS);
    }

    DeployCanary(Function<StageContext, Launcher> launcher, long leaseMillis) {
        this.launcher = launcher;
        this.leaseMillis = leaseMillis;
    }

    @Override
    public StageOutcome run(StageRequest request, StageContext context) throws IOException, InterruptedException {
        DeploySettings settings = context.configuration().deploy();
        if (!settings.target().equals("local")) {
            throw new InputException("deploy.target '" + settings.target() + "' is not known; use 'local'");
        }
        if (RESERVED.contains(settings.stickyBy().toLowerCase(Locale.ROOT))) {
            throw new InputException(
                    "deploy.stickyBy '" + settings.stickyBy()
                            + "' belongs to the connection, not to a caller: name a header that callers set, such as X-Routing-Key");
        }
        ServingSettings serving = ServingSettings.of(context.configuration(), context.project());
        Versions versions = Versions.of(request, context);
        if (versions.admission().exception() != null) {
            context.events().warning("rolled out" + versions.admission().remark());
        }
        Rehearsal rehearsal = settings.traffic() == DeploySettings.Traffic.REPLAY && !versions.same()
                ? Rehearsal.of(
                        context, Path.of(versions.served(versions.candidate()).packageFolder()))
                : null;
        ServingFolder folder =
                ServingFolder.of(context.home(), settings.environment()).create();
        RouterLaunch launch = new RouterLaunch(settings.port(), leaseMillis);
        try (ServingSession session = ServingSession.open(folder, launcher.apply(context), launch, context.events())) {
            boolean ended = false;
            try {
                serving.write(folder.settings());
                StageOutcome outcome = deploy(request, context, versions, rehearsal, session);
                ended = true;
                return outcome;
            } finally {
                if (!ended && !session.wasKept()) {
                    tell(context, session.end());
                }
            }
        } catch (ServingException e) {
            throw new InputException(e.getMessage());
        }
    }

    private StageOutcome deploy(
            StageRequest request, StageContext context, Versions asked, Rehearsal rehearsal, ServingSession session)
            throws IOException, InterruptedException {
        Versions versions = ensureChampion(context, request.registry(), asked, session);
        Canary.Ended ended;
        if (versions.same()) {
            ended = new Canary.Ended(true, "it serves already", 100, List.of());
        } else {
            ended = canary(request, context, versions, rehearsal, session);
        }
        RouterState state = session.ask(RouterClient::state);
        boolean keep = context.configuration().deploy().keepServing() || session.wasKept();
        List<ServingProcess> processes = List.of();
        if (keep && state.routes().champion() != null) {
            session.keep();
            processes = Serving.processes(state);
            tellServing(context, processes);
        } else {
            tell(context, session.end());
        }
        return Outcomes.of(context, versions, ended, processes);
    }

    /**
     * Has the champion serve; what serves without being anybody's champion becomes it, unless it is a proposal that the caller's
     * registry has not taken.
     */
    private static Versions ensureChampion(
            StageContext context, RegistryMode registry, Versions versions, ServingSession session)
            throws IOException, InterruptedException {
        Routes routes = session.ask(RouterClient::state).routes();
        if (versions.champion() == null && routes.proposal() != null && registry == RegistryMode.PROPOSE) {
            String canary = routes.proposal().canary();
            session.ask(router -> {
                router.rollBack(canary, "the registry names no champion");
                return null;
            });
            routes = session.ask(RouterClient::state).routes();
        }
        ServingServer serving = routes.champion();
        if (versions.champion() == null) {
            return serving == null ? versions : versions.withChampion(reference(context, serving.version()));
        }
        ServedVersion champion = versions.served(versions.champion());
        boolean serves = champion.sameAs(serving == null ? null : serving.version());
        if (!serves || routes.proposal() != null) {
            if (!serves) {
                context.events().message("starting the server of the champion, version " + champion.version());
            }
            serve(context, session, "the champion, version " + champion.version() + ",", router -> {
                router.champion(champion, "it is the champion");
                return null;
            });
        }
        return versions;
    }

    private Canary.Ended canary(
            StageRequest request, StageContext context, Versions versions, Rehearsal rehearsal, ServingSession session)
            throws IOException, InterruptedException {
        DeploySettings settings = context.configuration().deploy();
        ServedVersion candidate = versions.served(versions.candidate());
        context.events().message("starting the server of version " + candidate.version());
        String id = serve(
                context,
                session,
                "version " + candidate.version(),
                router -> router.canary(candidate, settings.stickyBy()));
        ServingServer beside = session.ask(RouterClient::state).routes().champion();
        Canary.Ended ended = new Canary(
                        context,
                        session.router(),
                        id,
                        candidate,
                        beside == null ? null : beside.version(),
                        promotion(request, context, versions, session),
                        rehearsal == null ? null : rehearsal.notTrainedOn(versions.trained()),
                        Duration.ofMillis(leaseMillis))
                .run();
        if (ended.promoted()) {
            return ended;
        }
        // Once more and to an answer: nothing is said of a canary that could still be promoted.
        ServingServer champion = session.ask(router -> {
                    router.rollBack(id, ended.reason());
                    return router.state();
                })
                .routes()
                .champion();
        boolean promotedAfterAll = champion != null && candidate.sameAs(champion.version());
        return promotedAfterAll ? new Canary.Ended(true, null, ended.weight(), ended.steps()) : ended;
    }

    /** Where the caller's registry is the truth it decides when it has read the result; else this machine's hears of it first. */
    private static Canary.Promotion promotion(
            StageRequest request, StageContext context, Versions versions, ServingSession session) throws IOException {
        String run = context.run().id();
        if (request.registry() != RegistryMode.PROPOSE) {
            String reason =
                    "canary of run " + run + " passed" + versions.admission().remark();
            Integer from = LocalRegistry.open(context.home(), context.clock())
                    .aliases(versions.candidate().model())
                    .get(context.configuration().deploy().environment());
            return (router, canary) -> router.promote(canary, Action.PROMOTE, reason, from);
        }
        Proposal.Driver driver = new Proposal.Driver(
                ProcessIdentity.current(),
                run,
                context.run().result(request.stage()).toAbsolutePath().toString());
        return (router, canary) -> {
            session.forgetDecision();
            router.propose(canary, driver);
        };
    }

    /** Has a version served; {@code which} names it where it cannot be. */
    private static <T> T serve(StageContext context, ServingSession session, String which, ServingSession.Call<T> call)
            throws IOException, InterruptedException {
        try {
            return session.begin(router -> {
                context.cancellation().check();
                return call.of(router);
            });
        } catch (RouterProblem e) {
            if (e.isUnservable()) {
                throw new InputException(which + " cannot be served: " + e.getMessage());
            }
            throw e;
        }
    }

    private static ModelReference reference(StageContext context, ServedVersion version) {
        Integer number = version.version().matches("\\d{1,9}") ? Integer.valueOf(version.version()) : null;
        String path = context.project()
                .relativize(Path.of(version.packageFolder()))
                .toString()
                .replace('\\', '/');
        return new ModelReference(version.model(), number, version.digest(), path);
    }

    private static void tellServing(StageContext context, List<ServingProcess> processes) {
        ServingProcess router = processes.get(0);
        StringBuilder pids = new StringBuilder();
        processes.forEach(process -> pids.append(pids.length() == 0 ? "" : ", ")
                .append(process.role())
                .append(" pid ")
                .append(process.pid()));
        context.events()
                .message("serving at " + router.url() + "/v1/models/"
                        + context.configuration().model() + ":predict and " + router.url() + "/v2 (" + pids
                        + "); stop with: cd4ml serving stop");
    }

    private static void tell(StageContext context, List<ServingProcess> ended) {
        if (!ended.isEmpty()) {
            context.events()
                    .message("ended "
                            + String.join(
                                    ", ",
                                    ended.stream()
                                            .map(process -> process.role() + " (pid " + process.pid() + ")")
                                            .toList())
                            + "; with 'deploy.keepServing: true' they go on");
        }
    }

    static Launcher workers(StageContext context) {
        return new WorkerLauncher(
                context.environment(), context.configuration().deploy().keepServing(), context.events());
    }
}
