package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;

/** {@code cd4ml rollback}: the champion before the present one takes its place again. */
public final class Rollback {
    private Rollback() {}

    /**
     * What was done.
     *
     * @param url of the router that serves the earlier version; null where nothing serves here
     */
    public record RolledBack(String environment, int from, int to, String url) {
        /** {@code Rolled back production from version 3 to version 2}. */
        public String summary() {
            return "Rolled back " + environment + " from version " + from + " to version " + to
                    + (url == null ? "" : ", serving at " + url);
        }
    }

    /**
     * Does it, as {@link Takeover} says.
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
        String model = context.configuration().model();
        String environment = context.configuration().deploy().environment();
        LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
        Integer[] from = new Integer[1];
        ModelReference[] to = new ModelReference[1];
        String url = new Takeover(context, launcher, Action.ROLLBACK, "nothing was rolled back").carryOut(() -> {
            from[0] = registry.aliases(model).get(environment);
            if (from[0] == null) {
                throw new InputException("no version of " + model + " is the champion of '" + environment
                        + "': there is nothing to roll back");
            }
            to[0] = registry.previous(model, environment)
                    .orElseThrow(() -> new InputException("version " + from[0] + " is the first champion of '"
                            + environment + "': there is no earlier one to go back to"));
            return new Takeover.Step(from[0], to[0], reason);
        });
        return new RolledBack(environment, from[0], to[0].version(), url);
    }
}
