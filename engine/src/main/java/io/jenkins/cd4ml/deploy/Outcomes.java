package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.deploy.canary.Canary;
import io.jenkins.cd4ml.deploy.canary.Summaries;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Decision;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.ServingProcess;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the end of a canary into the stage's result. */
final class Outcomes {
    private Outcomes() {}

    static StageOutcome of(StageContext context, Versions versions, Canary.Ended ended, List<ServingProcess> processes)
            throws IOException {
        DeploySettings settings = context.configuration().deploy();
        String summary = summary(settings, versions, ended);
        DeployCanaryDetail detail = new DeployCanaryDetail(
                settings.environment(),
                versions.candidate(),
                versions.champion(),
                ended.promoted() ? Decision.PROMOTED : Decision.ROLLED_BACK,
                reason(versions, ended),
                settings.traffic().name().toLowerCase(Locale.ROOT),
                ended.steps(),
                processes.isEmpty() ? null : processes.get(0).url(),
                processes);
        List<Check> checks = ended.steps().stream()
                .flatMap(step -> step.checks().stream())
                .sorted(Comparator.comparing((Check check) -> !check.failed()))
                .toList();
        return new StageOutcome(
                ended.promoted() ? Verdict.PASSED : Verdict.FAILED,
                summary,
                checks,
                detail,
                List.of(),
                Provenances.of(context, dataVersion(context), null, Map.of(), null, null));
    }

    private static String summary(DeploySettings settings, Versions versions, Canary.Ended ended) {
        String version = "version " + versions.served(versions.candidate()).version();
        if (!ended.promoted()) {
            return "Rolled back at " + ended.weight() + " %: " + ended.reason();
        }
        return ended.steps().isEmpty()
                ? "Nothing to do: " + version + " is the champion of " + settings.environment() + " already"
                : "Promoted " + version + " in " + settings.environment() + ": " + Summaries.of(ended.steps());
    }

    private static String reason(Versions versions, Canary.Ended ended) {
        if (ended.reason() != null) {
            return ended.reason();
        }
        return versions.champion() == null
                ? "it passed every step alone; it is the first version here"
                : "it passed every step";
    }

    private static String dataVersion(StageContext context) throws IOException {
        return Files.exists(context.run().manifest())
                ? Manifest.read(context.run().manifest()).version()
                : null;
    }
}
