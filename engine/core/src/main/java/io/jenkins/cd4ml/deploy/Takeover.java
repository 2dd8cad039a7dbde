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
import io.jenkins.cd4ml.registry.AliasChange;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;

/**
 * A version takes an environment over without a canary, by a person's word. The router that serves does it: it starts the version, writes
 * in its journal what it is about to do, then in the registry that it is done, and then gives it all traffic. Whichever process is killed
 * meanwhile, what serves and what the registry says are the same afterwards; where the version cannot be served, nothing changes. Where
 * nothing serves the registry alone hears of it.
 *
 * @param action {@code PROMOTE} or {@code ROLLBACK}
 * @param nothing how a sentence begins after which nothing has changed: {@code nothing was rolled back}
 */
record Takeover(StageContext context, Launcher launcher, Action action, String nothing) {
    /** What is to happen, asked anew once no other driver can come between. */
    @FunctionalInterface
    interface Aim {
        Step find() throws IOException;
    }

    /**
     * From which version to which.
     *
     * @param from number of the champion by the registry; null: none
     * @param reason one sentence for the history; may be null
     */
    record Step(Integer from, ModelReference to, String reason) {}

    /** Does it; returns the URL of the router that serves the version, null where nothing serves here. */
    String carryOut(Aim aim) throws IOException, InterruptedException {
        DeploySettings settings = context.configuration().deploy();
        aim.find();
        ServingFolder folder =
                ServingFolder.of(context.home(), settings.environment()).create();
        if (!serves(folder)) {
            try (DriverLock lock = DriverLock.take(folder)) {
                if (!serves(folder)) {
                    Step step = aim.find();
                    LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
                    registry.content(step.to());
                    AliasChange change = AliasChange.of(
                                    settings.environment(), step.to().version(), action, step.reason())
                            .from(step.from());
                    registry.change(step.to().model(), change, AliasChange.Write::now);
                    return null;
                }
            }
        }
        RouterLaunch launch = new RouterLaunch(0, RouterLaunch.LEASE_MILLIS);
        try (ServingSession session = ServingSession.open(folder, launcher, launch, context.events())) {
            Step step = aim.find();
            String canary = serve(session, step.to());
            try {
                String reason = step.reason() == null ? "rolled back" : step.reason();
                session.ask(router -> {
                    router.promote(canary, action, reason, step.from());
                    return null;
                });
            } catch (ServingException e) {
                takeBack(session, canary);
                if (!isChampion(step.to())) {
                    throw new InputException(nothing + ": " + e.getMessage() + "; try again");
                }
            }
            return session.router().url();
        }
    }

    private boolean isChampion(ModelReference version) throws IOException {
        return LocalRegistry.open(context.home(), context.clock())
                .alias(version.model(), context.configuration().deploy().environment())
                .filter(version::equals)
                .isPresent();
    }

    /** Whether a router serves, or is to be brought back. */
    private static boolean serves(ServingFolder folder) throws IOException {
        return RouterClient.find(folder).isPresent() || Files.exists(folder.router()) && Files.exists(folder.kept());
    }

    /** Has the version served without any traffic; returns the canary that it is for the router. */
    private String serve(ServingSession session, ModelReference to) throws IOException, InterruptedException {
        DeploySettings settings = context.configuration().deploy();
        ServedVersion version = ServedVersion.of(to, context.project(), settings.heap());
        try {
            return session.begin(router -> router.canary(version, settings.stickyBy()));
        } catch (ServingException e) {
            throw new InputException("version " + version.version() + " cannot be served: " + e.getMessage());
        }
    }

    /**
     * Where it has happened all the same, as where only the answer came too late, this changes nothing; once it is answered, nothing can
     * happen later. A router that died does not go on either: the one that takes its place asks the registry.
     */
    private void takeBack(ServingSession session, String canary) throws IOException, InterruptedException {
        try {
            session.ask(router -> {
                router.rollBack(canary, "it was given up");
                return null;
            });
        } catch (ServingException e) {
            if (session.router().alive()) {
                throw new InputException(
                        "the router does not answer, so that it is not known whether the version took over: see"
                                + " 'cd4ml serving' and 'cd4ml models' (" + e.getMessage() + ")");
            }
        }
    }
}
