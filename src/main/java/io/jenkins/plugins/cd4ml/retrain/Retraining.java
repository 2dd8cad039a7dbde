package io.jenkins.plugins.cd4ml.retrain;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.console.ModelHyperlinkNote;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cd4ml.delivery.BuildTrust;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.StageSequel;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;

/**
 * What {@code checkDrift(retrain: 'weather/train')} asks for: on drift that job is started, unless it waits or runs already, or drift
 * has started it not long ago. Either way the log and the drift's page say so. Part of the pipeline's saved state, hence no record.
 */
public final class Retraining implements StageSequel {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Two drift jobs that end at once: looking and starting are one. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final String job;
    private final TreeMap<String, String> parameters;
    private final String cooldown;

    /**
     * @param job name of the job, relative to the folder of the one that asks
     * @param parameters by name, as text
     * @param cooldown {@code 24h}; see {@link Cooldown#parse}
     */
    public Retraining(String job, Map<String, String> parameters, String cooldown) {
        this.job = job;
        this.parameters = new TreeMap<>(parameters);
        this.cooldown = cooldown;
    }

    @Override
    public void follow(CompletedStage stage) throws IOException, InterruptedException {
        Optional<DriftReason> reason = DriftReason.of(stage);
        if (reason.isEmpty()) {
            return;
        }
        RetrainAction action;
        // A fork's pull request says itself what drifts, and starts nobody else's job with it.
        boolean trusted = new BuildTrust(stage.build()).isTrusted(stage.listener());
        try (ACLContext builder = ACL.as2(BuildAuthentication.of(stage.build()))) {
            synchronized (ONE_AT_A_TIME) {
                action = trusted
                        ? start(stage, reason.get())
                        : notStarted(stage.action().getNodeId(), Messages.Retraining_fork(job));
                stage.build().addAction(action);
                stage.build().save();
            }
        }
        if (action.getSentence() != null) {
            stage.listener().getLogger().println(Messages.Retraining_log(action.getSentence()));
        }
    }

    private RetrainAction start(CompletedStage stage, DriftReason reason) {
        Run<?, ?> build = stage.build();
        String id = stage.action().getNodeId();
        Item item = Jenkins.get().getItem(job, build.getParent(), Item.class);
        if (item == null) {
            return notStarted(id, Messages.Retraining_noJob(job));
        }
        if (!(item instanceof ParameterizedJob<?, ?> target) || !(item instanceof Job<?, ?> found)) {
            return notStarted(id, Messages.Retraining_notBuildable(item.getFullName()));
        }
        if (!item.hasPermission(Item.BUILD)) {
            return notStarted(
                    id,
                    Messages.Retraining_notAllowed(Jenkins.getAuthentication2().getName(), item.getFullName()));
        }
        return obstacle(target, found, build)
                .map(sentence -> notStarted(id, sentence))
                .orElseGet(() -> schedule(stage, reason, found));
    }

    private Optional<String> obstacle(ParameterizedJob<?, ?> target, Job<?, ?> found, Run<?, ?> build) {
        String name = found.getFullName();
        if (found.equals(build.getParent())) {
            return Optional.of(Messages.Retraining_itself(name));
        }
        if (!target.isBuildable()) {
            return Optional.of(Messages.Retraining_disabled(name));
        }
        if (found.isInQueue()) {
            return Optional.of(Messages.Retraining_queued(name));
        }
        Run<?, ?> running = running(found);
        if (running != null) {
            return Optional.of(Messages.Retraining_running(running.getFullDisplayName()));
        }
        Run<?, ?> recent = Cooldown.within(found, Cooldown.parse(cooldown), System.currentTimeMillis());
        return recent == null
                ? Optional.empty()
                : Optional.of(Messages.Retraining_cooldown(
                        recent.getFullDisplayName(), recent.getTimestampString(), cooldown));
    }

    /** A build that has not ended; with concurrent builds it need not be the last one. */
    @CheckForNull
    private static Run<?, ?> running(Job<?, ?> job) {
        return job.getNewBuilds().stream().filter(Run::isBuilding).findFirst().orElse(null);
    }

    private RetrainAction schedule(CompletedStage stage, DriftReason reason, Job<?, ?> target) {
        String id = stage.action().getNodeId();
        GivenParameters given = GivenParameters.of(target, reason.parameters(), parameters);
        if (!given.wrong().isEmpty()) {
            return notStarted(id, Messages.Retraining_wrong(target.getFullName(), String.join(", ", given.wrong())));
        }
        if (!given.unknown().isEmpty()) {
            return notStarted(
                    id, Messages.Retraining_unknown(target.getFullName(), String.join(", ", given.unknown())));
        }
        CauseAction cause = new CauseAction(
                new RetrainCause(stage.build(), id, stage.action().getUrlName(), reason.sentence()));
        Queue.Item queued = given.values().isEmpty()
                ? ParameterizedJobMixIn.scheduleBuild2(target, -1, cause)
                : ParameterizedJobMixIn.scheduleBuild2(target, -1, cause, new ParametersAction(given.values()));
        if (queued == null) {
            return notStarted(id, Messages.Retraining_refused(target.getFullName()));
        }
        stage.listener()
                .getLogger()
                .println(Messages.Retraining_started(ModelHyperlinkNote.encodeTo(target), reason.sentence()));
        return new RetrainAction(id, target.getFullName(), null);
    }

    private static RetrainAction notStarted(String id, String sentence) {
        return new RetrainAction(id, null, sentence);
    }
}
