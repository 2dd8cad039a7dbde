package io.jenkins.plugins.cd4ml.announce;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.plugins.cd4ml.config.Settings;
import io.jenkins.plugins.cd4ml.delivery.BuildTrust;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.StageListener;
import io.jenkins.plugins.cd4ml.webhook.Deliveries;
import io.jenkins.plugins.cd4ml.webhook.WebhookEvent;
import io.jenkins.plugins.cd4ml.webhook.WebhookSettings;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;

/** Failed gates, drift, and how canaries ended. */
@Extension
public final class StageAnnouncer implements StageListener {
    private static final int MOST_CHECKS = 20;

    @Override
    public void onCompleted(CompletedStage stage) throws IOException, InterruptedException {
        String event = event(stage.result());
        WebhookSettings webhook =
                event == null ? null : Settings.of(stage.build()).webhook();
        // Who receives events believes what they say of a model; a fork's pull request may name any.
        if (webhook != null && new BuildTrust(stage.build()).isTrusted(stage.listener())) {
            Deliveries.get().send(webhook, tell(event, stage), stage.build().getParent());
        }
    }

    @CheckForNull
    private static String event(StageResult result) {
        boolean failed = result.verdict() == Verdict.FAILED;
        if (result.verdict() == Verdict.INCONCLUSIVE) {
            return switch (result.stage()) {
                case VALIDATE_MODEL -> "gate.inconclusive";
                case DEPLOY_CANARY -> "canary.rolledBack";
                case VERSION_DATA, TRAIN_MODEL, PACKAGE_MODEL, CHECK_DRIFT -> null;
            };
        }
        if (!failed && result.verdict() != Verdict.PASSED) {
            return null;
        }
        return switch (result.stage()) {
            case VALIDATE_MODEL -> failed ? "gate.failed" : null;
            case CHECK_DRIFT -> failed ? "drift.found" : null;
            case DEPLOY_CANARY -> failed ? "canary.rolledBack" : "canary.promoted";
            case VERSION_DATA, TRAIN_MODEL, PACKAGE_MODEL -> null;
        };
    }

    private static WebhookEvent tell(String event, CompletedStage stage) {
        StageResult result = stage.result();
        List<String> failed = result.checks().stream()
                .filter(Check::stops)
                .map(Check::name)
                .limit(MOST_CHECKS)
                .toList();
        return WebhookEvent.now(
                event,
                result.model(),
                null,
                null,
                null,
                result.summary(),
                failed.isEmpty() ? null : failed,
                build(stage.build(), stage.action().getUrlName()));
    }

    private static WebhookEvent.Build build(Run<?, ?> build, String page) {
        String root = Jenkins.get().getRootUrl();
        return new WebhookEvent.Build(
                build.getParent().getFullName(),
                build.getNumber(),
                root == null ? null : root + build.getUrl() + page + "/");
    }
}
