package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionHistory;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionStep;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The champions of an environment in the order in which they took over, each with the comparison that its validation made with the champion
 * at that time. The sums of the differences say which one stands highest; values that were measured on different rows are never compared.
 *
 * @param champions the first one first, each version once
 */
record EarlierChampions(List<Champion> champions) {
    /** More steps than this are not shown; all of them are added up. */
    static final int MOST_STEPS = 50;

    static final EarlierChampions NONE = new EarlierChampions(List.of());

    /**
     * One of them.
     *
     * @param followed the version that served before; null for the first one
     * @param comparison null where its validation compared it with none
     */
    record Champion(int version, Integer followed, ChampionComparison comparison) {
        /** The version that the comparison was with, or else the one that served before. */
        Integer before() {
            boolean known = comparison != null && comparison.champion().version() != null;
            return known ? comparison.champion().version() : followed;
        }

        Difference difference(String metric, String label) {
            return comparison == null ? null : find(comparison.differences(), metric, label);
        }
    }

    static EarlierChampions of(LocalRegistry registry, String model, String environment) throws IOException {
        Map<Integer, Champion> champions = new LinkedHashMap<>();
        for (HistoryEntry entry : registry.history(model)) {
            if (entry.action().movesAlias()
                    && environment.equals(entry.alias())
                    && entry.to() != null
                    && !champions.containsKey(entry.to())) {
                champions.put(
                        entry.to(), new Champion(entry.to(), entry.from(), comparison(registry, model, entry.to())));
            }
        }
        return new EarlierChampions(List.copyOf(champions.values()));
    }

    private static ChampionComparison comparison(LocalRegistry registry, String model, int version) throws IOException {
        Optional<RegisteredVersion> known = registry.find(model, version);
        return known.isEmpty() || known.get().origin() == null
                ? null
                : known.get().origin().comparison();
    }

    /** How much better the metric is than that of the first champion, by version; below 0 where it is worse. */
    Map<Integer, Double> gains(GateRule.Versus rule, Labels labels) {
        Map<Integer, Double> gains = new LinkedHashMap<>();
        steps(rule, labels).forEach(step -> gains.put(step.version(), rule.higher() ? step.sum() : -step.sum()));
        return gains;
    }

    /** The version that stands highest, the earliest one of equals; null where none served. */
    Integer best(GateRule.Versus rule, Labels labels) {
        return gains(rule, labels).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /**
     * The chain for the page.
     *
     * @param now the model that is judged, compared with the champion; null where it was not
     * @return null where fewer than two champions are known
     */
    ChampionHistory history(GateRule.Versus rule, Labels labels, Integer champion, Difference now, long rows) {
        if (champions.size() < 2) {
            return null;
        }
        List<ChampionStep> steps = new ArrayList<>(steps(rule, labels));
        Integer best = best(rule, labels);
        Map<Integer, Double> gains = gains(rule, labels);
        double last = gains.getOrDefault(champion, 0.0) * (rule.higher() ? 1 : -1);
        if (now != null) {
            last += now.difference();
            steps.add(new ChampionStep(null, champion, now.difference(), now.interval(), rows, last));
        }
        double lost = gains.get(best) - (rule.higher() ? last : -last);
        int omitted = Math.max(0, steps.size() - MOST_STEPS);
        return new ChampionHistory(
                rule.key().name().id(),
                labels.shown(rule.key()),
                rule.higher(),
                rule.margin(),
                omitted,
                List.copyOf(steps.subList(omitted, steps.size())),
                best,
                Math.max(0, lost));
    }

    private List<ChampionStep> steps(GateRule.Versus rule, Labels labels) {
        String metric = rule.key().name().id();
        String label = labels.shown(rule.key());
        Map<Integer, Double> sums = new HashMap<>();
        List<ChampionStep> steps = new ArrayList<>();
        for (Champion champion : champions) {
            boolean first = steps.isEmpty();
            Difference difference = first ? null : champion.difference(metric, label);
            double sum = first
                    ? 0
                    : sums.getOrDefault(champion.before(), 0.0) + (difference == null ? 0 : difference.difference());
            sums.put(champion.version(), sum);
            steps.add(new ChampionStep(
                    champion.version(),
                    first ? null : champion.before(),
                    difference == null ? null : difference.difference(),
                    difference == null ? null : difference.interval(),
                    difference == null ? null : champion.comparison().rows(),
                    sum));
        }
        return steps;
    }

    /** The difference of one metric and class. */
    static Difference find(List<Difference> differences, String metric, String label) {
        return differences.stream()
                .filter(one -> one.metric().equals(metric) && Objects.equals(one.label(), label))
                .findFirst()
                .orElse(null);
    }
}
