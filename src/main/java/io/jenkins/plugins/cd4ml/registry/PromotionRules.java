package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What an environment's rule asks of a version: a verdict, gates, a canary, an approval. Everything it is asked from is the controller's own
 * record.
 *
 * @param version null where the version's file cannot be read
 * @param history of the model, the oldest entry first
 * @param judgements of the model, the oldest first
 */
record PromotionRules(
        ModelSummary model,
        EnvironmentRule rule,
        int number,
        @CheckForNull ModelVersion version,
        List<HistoryEntry> history,
        List<Judgement> judgements) {

    /** Fails where the version needs an approval that it has not got, or not from the right person. */
    void requireApproval(Collection<String> requesters) throws Refusal {
        String environment = rule.environment();
        boolean approved = model.state().isApproved(number, environment);
        if (rule.approval() && !approved) {
            throw new Refusal(Messages.ModelRules_notApproved(number, model.name(), environment));
        }
        if (!approved && wasRolledBack()) {
            throw new Refusal(Messages.PromotionRules_rolledBack(number, model.name(), environment));
        }
        String approver = approved ? approver() : null;
        if (rule.approval() && rule.otherApprover() && approver != null && isRequester(approver, requesters)) {
            throw new Refusal(Messages.PromotionRules_ownApproval(number, model.name(), environment, approver));
        }
    }

    /** Whether that user asked for the version, or for its deployment. */
    boolean isRequester(String user, Collection<String> requesters) {
        return requesters.contains(user)
                || version != null
                        && (user.equals(version.actor())
                                || version.lineage() != null
                                        && version.lineage().requesters().contains(user));
    }

    /**
     * Why the version does not meet the rule, clauses; empty where it does.
     *
     * @param canary whether a canary of the version passed just now
     * @param champion what the verdict must have compared with, where something serves; null: that is not asked
     */
    List<String> problems(boolean canary, @CheckForNull Integer champion) {
        List<String> problems = new ArrayList<>();
        ModelVerdict verdict = verdict();
        if (rule.requireVerdict() && !verdict.passed()) {
            problems.add(verdict.problem());
        }
        for (String gate : rule.gates()) {
            Outcome outcome = verdict.judgement() == null
                    ? null
                    : verdict.judgement().checks().get(gate);
            if (outcome != Outcome.PASSED || !verdict.passed()) {
                problems.add(Messages.PromotionRules_gate(gate));
            }
        }
        if (rule.requireVerdict() && verdict.passed() && champion != null && !comparedWith(verdict, champion)) {
            problems.add(Messages.PromotionRules_otherChampion(
                    verdict.judgement().champion() == null
                            ? Messages.PromotionRules_noChampion()
                            : Messages.PromotionRules_version(
                                    verdict.judgement().champion()),
                    verdict.judgement().environment(),
                    champion,
                    rule.environment()));
        }
        if (rule.requireCanary() && !canary) {
            problems.add(Messages.PromotionRules_noCanary(rule.environment()));
        }
        return List.copyOf(problems);
    }

    ModelVerdict verdict() {
        return version == null || version.lineage() == null
                ? ModelVerdict.of(judgements, null, null)
                : ModelVerdict.of(
                        judgements, version.lineage().model(), version.lineage().dataVersion());
    }

    private boolean comparedWith(ModelVerdict verdict, int champion) {
        return champion == number
                || !verdict.judgement().compares()
                || Objects.equals(verdict.judgement().champion(), champion);
    }

    @CheckForNull
    private String approver() {
        return history.stream()
                .filter(entry -> entry.action() == Action.APPROVE && concerns(entry))
                .reduce((earlier, later) -> later)
                .map(HistoryEntry::actor)
                .orElse(null);
    }

    /** Whether a person took it back, and no person has let it go there again. */
    private boolean wasRolledBack() {
        boolean back = false;
        for (HistoryEntry entry : history) {
            boolean person = entry.build() == null;
            if (entry.action() == Action.ROLLBACK
                    && rule.environment().equals(entry.alias())
                    && Integer.valueOf(number).equals(entry.from())) {
                back = person;
            } else if (entry.action() == Action.APPROVE && concerns(entry)
                    || entry.action() == Action.PROMOTE
                            && person
                            && rule.environment().equals(entry.alias())
                            && Integer.valueOf(number).equals(entry.to())) {
                back = false;
            }
        }
        return back;
    }

    private boolean concerns(HistoryEntry entry) {
        return rule.environment().equals(entry.alias())
                && Integer.valueOf(number).equals(entry.version());
    }
}
