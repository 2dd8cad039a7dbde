package io.jenkins.plugins.cd4ml.delivery;

import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.Judgement;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The validations of a build, of all its branches, as the controller recorded them; and their way into the model's record. */
public final class BuildJudgements {
    private static final String REPLAY = "org.jenkinsci.plugins.workflow.cps.replay.ReplayCause";
    private static final int MOST_CHECKS = 400;

    /** What a step that sets these changes, whatever the engine reports. */
    private static final Set<String> DECIDING = Set.of("gates", "onInconclusive");

    private BuildJudgements() {}

    /**
     * Records the build's validations with their model, where that is there and the build may write to it. Once more changes nothing.
     *
     * @param outset of the stage that ended or begins
     */
    public static void keep(Run<?, ?> build, Outset outset, TaskListener listener)
            throws IOException, InterruptedException {
        if (outset.isNone() || outset.model().isEmpty()) {
            return;
        }
        Optional<ModelSummary> model = ModelRegistry.get().model(outset.model());
        if (model.isPresent()
                && model.get().problem() == null
                && model.get().settings().allows(build.getParent().getFullName())) {
            List<Judgement> judgements = of(build, outset.model());
            if (!judgements.isEmpty() && new BuildTrust(build).isTrusted(listener)) {
                ModelRegistry.get().judge(outset.model(), judgements);
            }
        }
    }

    /** All ended validations of the build that may be of that model, in the order in which they began. */
    static List<Judgement> of(Run<?, ?> build, String model) {
        List<Judgement> judgements = new ArrayList<>();
        for (StageAction action : StageAction.all(build)) {
            boolean own = action.getModel() == null || action.getModel().equals(model);
            if (action.stage() == Stage.VALIDATE_MODEL && action.getVerdict() != null && own) {
                judgements.add(judgement(build, action));
            } else if (action.stage() == Stage.PACKAGE_MODEL && own) {
                notJudged(build, action).ifPresent(judgements::add);
            }
        }
        return judgements;
    }

    private static Judgement judgement(Run<?, ?> build, StageAction action) {
        StageResult result = action.getResult();
        ChainLink link = result == null || result.link() == null
                ? new ChainLink(null, null, null, null, null, null)
                : result.link();
        return new Judgement(
                result == null || result.finished() == null ? Instant.now() : result.finished(),
                Author.referenceTo(build),
                action.getRunId(),
                action.getProject(),
                action.getNodeId(),
                action.getResultSha256(),
                link.model(),
                link.dataVersion(),
                link.gates(),
                result == null ? null : result.verdict(),
                action.getEnvironment(),
                action.getChampion(),
                overrides(action, link),
                isReplayed(build),
                result == null ? Map.of() : deciding(result),
                result == null ? null : ledger(result),
                compares(link),
                null);
    }

    /** The engine compares the verdict with the gates of {@code cd4ml.yaml} as it packages: what it finds wanting ends the verdict of the run. */
    private static Optional<Judgement> notJudged(Run<?, ?> build, StageAction action) {
        StageResult result = action.received().orElseGet(action::getResult);
        if (result == null || result.link() == null || result.link().notJudged() == null) {
            return Optional.empty();
        }
        return Optional.of(new Judgement(
                result.finished() == null ? Instant.now() : result.finished(),
                Author.referenceTo(build),
                action.getRunId(),
                action.getProject(),
                action.getNodeId(),
                action.getResultSha256(),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                isReplayed(build),
                Map.of(),
                null,
                false,
                result.link().notJudged()));
    }

    /** Whether a gate compares with the champion; where the engine does not list its gates one may. */
    private static boolean compares(ChainLink link) {
        return link.rules() == null
                || link.rules().isEmpty()
                || link.rules().stream().anyMatch(rule -> rule.startsWith("gate ") && rule.contains("\"versus\":"));
    }

    private static List<String> overrides(StageAction action, ChainLink link) {
        TreeSet<String> overrides = new TreeSet<>(link.overrides() == null ? List.of() : link.overrides());
        action.getStepOverrides().stream()
                .filter(DECIDING::contains)
                .map(key -> "validate." + key)
                .forEach(overrides::add);
        return List.copyOf(overrides);
    }

    /** Of checks with one name the worst counts: a name can be given twice by an agent. */
    private static Map<String, Outcome> deciding(StageResult result) {
        Map<String, Outcome> checks = new LinkedHashMap<>();
        for (Check check : result.checks()) {
            boolean counts = check.name() != null && check.outcome() != null && !"parity".equals(check.group());
            if (counts && (checks.size() < MOST_CHECKS || checks.containsKey(check.name()))) {
                checks.merge(check.name(), check.outcome(), BuildJudgements::worse);
            }
        }
        return checks;
    }

    private static Outcome worse(Outcome one, Outcome other) {
        List<Outcome> order = List.of(Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.SKIPPED, Outcome.PASSED);
        return order.indexOf(one) <= order.indexOf(other) ? one : other;
    }

    private static LedgerEntry ledger(StageResult result) {
        return result.detail() instanceof ValidateModelDetail detail
                        && detail.evidence() != null
                        && detail.evidence().reuse() != null
                ? detail.evidence().reuse().entry()
                : null;
    }

    /** Whether a person had edited the Jenkinsfile for this build alone. */
    static boolean isReplayed(Run<?, ?> build) {
        for (Cause cause : build.getCauses()) {
            if (cause.getClass().getName().equals(REPLAY)) {
                return true;
            }
        }
        return false;
    }
}
