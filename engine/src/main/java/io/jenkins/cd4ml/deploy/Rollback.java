package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingException;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;

/** {@code cd4ml rollback}: the champion before the present one takes its place again. */
public final class Rollback {
    private Rollback() {}

    /**
     * What was done.
     *
     * @param url of the router that serves the earlier version; null where nothing serves here
     */
    public record RolledBack(String environment, ModelReference from, ModelReference to, String url) {
        /** {@code Rolled back production from version 3 to version 2}. */
        public String summary() {
            return "Rolled back " + environment + " from version " + from.version() + " to version " + to.version()
                    + (url == null ? "" : ", serving at " + url);
        }
    }

    /**
     * The router that serves does it, like a promotion: it starts the earlier version, writes in its journal what it is about to do,
     * then in the registry that it is done, and then gives it all traffic. Whoever is killed meanwhile, what serves and what the registry
     * says are the same afterwards; where the earlier version cannot be served, nothing changes. Where nothing serves the registry
     * alone hears of it.
     *
     * @param reason one sentence for the history; may be null
     * @throws InputException where there is no earlier version, it cannot be served, or a deployment is under way (one that was
     *     killed is none: its canary is ended)
     */
    public static RolledBack run(StageContext context, String reason) throws IOException, InterruptedException {
        return run(context, DeployCanary.workers(context), reason);
    }

    static RolledBack run(StageContext context, Launcher launcher, String reason)
            throws IOException, InterruptedException {
        DeploySettings settings = context.configuration().deploy();
        Aim.of(context);
        ServingFolder folder =
                ServingFolder.of(context.home(), settings.environment()).create();
        if (!serves(folder)) {
            try (DriverLock lock = DriverLock.take(folder)) {
                if (!serves(folder)) {
                    Aim aim = Aim.of(context);
                    LocalRegistry.open(context.home(), context.clock())
                            .setAlias(
                                    aim.from.model(),
                                    settings.environment(),
                                    aim.to.version(),
                                    Action.ROLLBACK,
                                    reason);
                    return new RolledBack(settings.environment(), aim.from, aim.to, null);
                }
            }
        }
        RouterLaunch launch = new RouterLaunch(0, RouterLaunch.LEASE_MILLIS);
        try (ServingSession session = ServingSession.open(folder, launcher, launch, context.events())) {
            Aim aim = Aim.of(context);
            String canary = serve(context, session, aim.to);
            try {
                restore(session, canary, reason == null ? "rolled back" : reason);
            } catch (ServingException e) {
                takeBack(session, canary);
                if (!Aim.isChampion(context, aim.to)) {
                    throw new InputException("nothing was rolled back: " + e.getMessage() + "; try again");
                }
            }
            return new RolledBack(
                    settings.environment(), aim.from, aim.to, session.router().url());
        }
    }

    /** From which version to which; nobody else moves the alias while a driver has the environment's lock. */
    private record Aim(ModelReference from, ModelReference to) {
        static Aim of(StageContext context) throws IOException {
            String model = context.configuration().model();
            String environment = context.configuration().deploy().environment();
            LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
            ModelReference from = registry.alias(model, environment)
                    .orElseThrow(() -> new InputException("no version of " + model + " is the champion of '"
                            + environment + "': there is nothing to roll back"));
            ModelReference to = registry.previous(model, environment)
                    .orElseThrow(() -> new InputException("version " + from.version() + " is the first champion of '"
                            + environment + "': there is no earlier one to go back to"));
            return new Aim(from, to);
        }

        static boolean isChampion(StageContext context, ModelReference version) throws IOException {
            return LocalRegistry.open(context.home(), context.clock())
                    .alias(version.model(), context.configuration().deploy().environment())
                    .filter(version::equals)
                    .isPresent();
        }
    }

    /** Whether a router serves, or is to be brought back. */
    private static boolean serves(ServingFolder folder) throws IOException {
        return RouterClient.find(folder).isPresent() || Files.exists(folder.router()) && Files.exists(folder.kept());
    }

    /** Has the version served without any traffic; returns the canary that it is for the router. */
    private static String serve(StageContext context, ServingSession session, ModelReference to)
            throws IOException, InterruptedException {
        DeploySettings settings = context.configuration().deploy();
        ServedVersion version = ServedVersion.of(to, context.project(), settings.heap());
        try {
            return session.begin(router -> router.canary(version, settings.stickyBy()));
        } catch (ServingException e) {
            throw new InputException("version " + version.version() + " cannot be served: " + e.getMessage());
        }
    }

    private static void restore(ServingSession session, String canary, String reason)
            throws IOException, InterruptedException {
        session.ask(router -> {
            router.restore(canary, reason);
            return null;
        });
    }

    /** Where it has happened all the same, as where only the answer came too late, this changes nothing. */
    private static void takeBack(ServingSession session, String canary) throws InterruptedException {
        try {
            session.router().rollBack(canary, "the rollback to it was given up");
        } catch (IOException e) {
            // Then the lease ends it.
        }
    }
}
