package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.config.DeploySettings;
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
     * First the earlier version serves, then the registry says so: where it cannot be served, nothing changes.
     *
     * @param reason one sentence for the history; may be null
     * @throws InputException where there is no earlier version, it cannot be served, or a deployment is under way (one that was
     *     killed is none: its canary is ended)
     */
    public static RolledBack run(StageContext context, String reason) throws IOException, InterruptedException {
        String model = context.configuration().model();
        DeploySettings settings = context.configuration().deploy();
        LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
        String environment = settings.environment();
        ModelReference from = registry.alias(model, environment)
                .orElseThrow(() -> new InputException("no version of " + model + " is the champion of '" + environment
                        + "': there is nothing to roll back"));
        ModelReference to = registry.previous(model, environment)
                .orElseThrow(() -> new InputException("version " + from.version() + " is the first champion of '"
                        + environment + "': there is no earlier one to go back to"));
        ServingFolder folder = ServingFolder.of(context.home(), environment).create();
        boolean died = Files.exists(folder.router()) && Files.exists(folder.kept());
        if (!died && RouterClient.find(folder).isEmpty()) {
            try (DriverLock lock = DriverLock.take(folder)) {
                registry.setAlias(model, environment, to.version(), Action.ROLLBACK, reason);
                return new RolledBack(environment, from, to, null);
            }
        }
        RouterLaunch launch = new RouterLaunch(0, RouterLaunch.LEASE_MILLIS);
        try (ServingSession session =
                ServingSession.open(folder, DeployCanary.workers(context), launch, context.events())) {
            serve(context, session, to);
            registry.setAlias(model, environment, to.version(), Action.ROLLBACK, reason);
            return new RolledBack(environment, from, to, session.router().url());
        }
    }

    private static void serve(StageContext context, ServingSession session, ModelReference to)
            throws IOException, InterruptedException {
        ServedVersion version = ServedVersion.of(
                to, context.project(), context.configuration().deploy().heap());
        try {
            session.begin(router -> {
                router.champion(version, "rolled back");
                return null;
            });
        } catch (ServingException e) {
            throw new InputException("version " + version.version() + " cannot be served: " + e.getMessage());
        }
    }
}
