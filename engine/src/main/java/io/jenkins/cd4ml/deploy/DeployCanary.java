package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.canary.Canary;
import io.jenkins.cd4ml.deploy.canary.HeldOutRows;
import io.jenkins.cd4ml.deploy.launch.WorkerLauncher;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterProblem;
import io.jenkins.cd4ml.deploy.router.RouterState;
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
        Versions versions = Versions.of(request, context);
        ServingFolder folder =
                ServingFolder.of(context.home(), settings.environment()).create();
        RouterLaunch launch = new RouterLaunch(settings.port(), leaseMillis);
        boolean kept = false;
        try (ServingSession session = ServingSession.open(folder, launcher.apply(context), launch, context.events())) {
            kept = session.wasKept();
            boolean ended = false;
            try {
                StageOutcome outcome = deploy(request, context, versions, session);
                ended = true;
                return outcome;
            } finally {
                if (!ended && !kept) {
                    tell(context, session.end());
                }
            }
        }
    }

    private StageOutcome deploy(StageRequest request, StageContext context, Versions asked, ServingSession session)
            throws IOException, InterruptedException {
        Versions versions = ensureChampion(context, asked, session.router());
        Canary.Ended ended;
        if (versions.same()) {
            ended = new Canary.Ended(true, "it serves already", 100, List.of());
        } else {
            ended = canary(context, versions, session);
            if (ended.promoted()) {
                promote(request, context, versions, session);
            }
        }
        RouterState state = session.state();
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

    /** Has the champion serve; what serves without being anybody's champion becomes it. */
    private static Versions ensureChampion(StageContext context, Versions versions, RouterClient router)
            throws IOException, InterruptedException {
        ServingServer serving = router.state().routes().champion();
        if (versions.champion() == null) {
            return serving == null ? versions : versions.withChampion(reference(context, serving.version()));
        }
        ServedVersion champion = versions.served(versions.champion());
        if (!champion.sameAs(serving == null ? null : serving.version())) {
            context.events().message("starting the server of the champion, version " + champion.version());
            try {
                router.champion(champion, "it is the champion");
            } catch (RouterProblem e) {
                if (e.isUnservable()) {
                    throw new InputException(
                            "the champion, version " + champion.version() + ", cannot be served: " + e.getMessage());
                }
                throw e;
            }
        }
        return versions;
    }

    private Canary.Ended canary(StageContext context, Versions versions, ServingSession session)
            throws IOException, InterruptedException {
        HeldOutRows rows = context.configuration().deploy().traffic() == DeploySettings.Traffic.REPLAY
                ? HeldOutRows.of(context, versions.trained())
                : null;
        ServedVersion candidate = versions.served(versions.candidate());
        Canary.Ended ended = new Canary(
                        context,
                        session.router(),
                        candidate,
                        versions.champion() != null,
                        rows,
                        Duration.ofMillis(leaseMillis))
                .run();
        if (ended.promoted() || session.router().alive()) {
            return ended;
        }
        ServingServer champion = session.reconnect().state().routes().champion();
        boolean promotedAfterAll = champion != null && candidate.sameAs(champion.version());
        return promotedAfterAll ? new Canary.Ended(true, null, ended.weight(), ended.steps()) : ended;
    }

    /** The registry follows what serves; where it cannot, what serves goes back to what the registry says. */
    private static void promote(StageRequest request, StageContext context, Versions versions, ServingSession session)
            throws IOException, InterruptedException {
        if (request.registry() == RegistryMode.PROPOSE) {
            return;
        }
        String environment = context.configuration().deploy().environment();
        try {
            LocalRegistry.open(context.home(), context.clock())
                    .setAlias(
                            versions.candidate().model(),
                            environment,
                            versions.candidate().version(),
                            Action.PROMOTE,
                            "canary of run " + context.run().id() + " passed");
        } catch (IOException e) {
            if (versions.champion() != null) {
                session.router().champion(versions.served(versions.champion()), "the registry could not be written");
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

    private static Launcher workers(StageContext context) {
        return new WorkerLauncher(
                context.environment(), context.configuration().deploy().keepServing(), context.events());
    }
}
