package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;

/** {@code cd4ml promote}: a person makes a version the champion, without a canary, and says why. */
public final class Promotion {
    private Promotion() {}

    /**
     * What was done.
     *
     * @param from the champion before; null: none
     * @param verdict {@code passed}, {@code failed}, {@code inconclusive} or {@code not judged}
     * @param url of the router that serves the version; null where nothing serves here
     */
    public record Promoted(String environment, Integer from, int to, String verdict, String url) {
        /** {@code Promoted version 3 (not judged) in production, which version 2 served before}. */
        public String summary() {
            return "Promoted version " + to + " (" + verdict + ") in " + environment
                    + (from == null ? "" : ", which version " + from + " served before")
                    + (url == null ? "" : ", serving at " + url);
        }
    }

    /**
     * Promotes; the history has the reason, and what is known of the version's verdict.
     *
     * @throws InputException without a reason, where there is no such version or it cannot be served, or a deployment is under way
     */
    public static Promoted run(StageContext context, int version, String reason)
            throws IOException, InterruptedException {
        return run(context, DeployCanary.workers(context), version, reason);
    }

    static Promoted run(StageContext context, Launcher launcher, int version, String reason)
            throws IOException, InterruptedException {
        if (reason == null || reason.isBlank()) {
            throw new InputException("a promotion by hand needs a reason, which the history keeps: --reason \"why\"");
        }
        String model = context.configuration().model();
        String environment = context.configuration().deploy().environment();
        LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
        RegisteredVersion entry = registry.entry(model, version);
        String sentence = "by hand"
                + (entry.passed()
                        ? ""
                        : ", without a passed verdict (" + entry.standing() + ": " + entry.obstacle() + ")")
                + ": " + reason.strip();
        Integer[] from = new Integer[1];
        String url = new Takeover(context, launcher, Action.PROMOTE, "nothing was promoted").carryOut(() -> {
            from[0] = registry.aliases(model).get(environment);
            if (from[0] != null && from[0] == version) {
                throw new InputException("version " + version + " is the champion of '" + environment + "' already");
            }
            ModelReference to = registry.version(model, version);
            return new Takeover.Step(from[0], to, sentence);
        });
        return new Promoted(environment, from[0], version, entry.standing(), url);
    }
}
