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
                reason(settings, versions, ended),
                settings.traffic().name().toLowerCase(Locale.ROOT),
                ended.steps(),
                processes.isEmpty() ? null : processes.get(0).url(),
                processes);
        List<Check> checks = ended.steps().stream()
                .flatMap(step -> step.checks().stream())
                .sorted(Comparator.comparing(check -> check.failed() ? 0 : check.inconclusive() ? 1 : 2))
                .toList();
        return new StageOutcome(
                verdict(ended),
                summary,
                checks,
                detail,
                List.of(),
                Provenances.of(context, dataVersion(context), null, Map.of(), null, null),
                versions.admission().link());
    }

    private static Verdict verdict(Canary.Ended ended) {
        if (ended.promoted()) {
            return Verdict.PASSED;
        }
        return ended.inconclusive() ? Verdict.INCONCLUSIVE : Verdict.FAILED;
    }

    private static String summary(DeploySettings settings, Versions versions, Canary.Ended ended) {
        String version = "version " + versions.served(versions.candidate()).version();
        if (!ended.promoted()) {
            return "Rolled back at " + ended.weight() + " %: " + ended.reason();
        }
        if (ended.steps().isEmpty()) {
            return "Nothing to do: " + version + " is the champion of " + settings.environment() + " already";
        }
        boolean rehearsed = settings.traffic() == DeploySettings.Traffic.REPLAY;
        return "Promoted " + version + " in " + settings.environment()
                + (rehearsed ? ", rehearsed with held-out rows: " : ": ") + Summaries.of(ended.steps())
                + versions.admission().remark();
    }

    private static String reason(DeploySettings settings, Versions versions, Canary.Ended ended) {
        if (ended.reason() != null) {
            return ended.reason();
        }
        if (ended.steps().isEmpty()) {
            return "it serves already";
        }
        String passed = versions.champion() == null
                ? "it passed every step alone; it is the first version here"
                : "nothing worse was shown at any step";
        return settings.traffic() == DeploySettings.Traffic.REPLAY
                ? passed + "; a rehearsal with rows that validateModel has read adds no evidence of its quality"
                : passed;
    }

    private static String dataVersion(StageContext context) throws IOException {
        return Files.exists(context.run().manifest())
                ? Manifest.read(context.run().manifest()).version()
                : null;
    }
}
