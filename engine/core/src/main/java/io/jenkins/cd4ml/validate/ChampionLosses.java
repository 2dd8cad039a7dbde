package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionHistory;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The chain of champions of each metric that a gate compares, continued by the model that is judged. */
final class ChampionLosses {
    private ChampionLosses() {}

    /**
     * One history a metric, in the order of the gates.
     *
     * @param paired the model against the champion on the same rows; null where they were not compared
     */
    static List<ChampionHistory> of(
            EarlierChampions champions,
            List<GateRule> rules,
            Labels labels,
            Opponent champion,
            PairedEvaluation paired) {
        if (champion.reference() == null) {
            return List.of();
        }
        Integer serving = champion.reference().version();
        Map<MetricKey, GateRule.Versus> compared = new LinkedHashMap<>();
        for (GateRule rule : rules) {
            if (rule instanceof GateRule.Versus versus && versus.slice() == null) {
                compared.putIfAbsent(versus.key(), versus);
            }
        }
        return compared.values().stream()
                .map(rule -> champions.history(
                        rule, labels, serving, now(rule, labels, paired), paired == null ? 0 : paired.rows()))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Difference now(GateRule.Versus rule, Labels labels, PairedEvaluation paired) {
        PairedEvaluation.Difference difference = paired == null ? null : paired.difference(rule.key());
        return difference == null || !difference.defined()
                ? null
                : new Difference(
                        rule.key().name().id(),
                        labels.shown(rule.key()),
                        difference.candidate(),
                        difference.champion(),
                        difference.value(),
                        difference.interval(),
                        rule.higher());
    }
}
