package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionHistory;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionStep;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import io.jenkins.cd4ml.protocol.registry.ChampionChain;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The chain of an environment's champions as the metric of a gate sees it. */
record EarlierChampions(ChampionChain chain) {
    /** More steps than this are not shown; all of them are added up. */
    static final int MOST_STEPS = 50;

    static final EarlierChampions NONE = new EarlierChampions(ChampionChain.NONE);

    /** Those of the request; without any those of the local registry, or none where the caller keeps the registry. */
    static EarlierChampions of(StageRequest request, StageContext context) throws IOException {
        if (request.champions() != null) {
            return new EarlierChampions(new ChampionChain(request.champions()));
        }
        return request.registry() == RegistryMode.PROPOSE
                ? NONE
                : of(
                        LocalRegistry.open(context.home()),
                        context.configuration().model(),
                        context.configuration().deploy().environment());
    }

    static EarlierChampions of(LocalRegistry registry, String model, String environment) throws IOException {
        List<HistoryEntry> history = registry.history(model);
        Map<Integer, ChampionComparison> comparisons = new HashMap<>();
        for (int version : ChampionChain.versions(history, environment)) {
            comparisons.put(version, comparison(registry, model, version));
        }
        Set<Integer> there = Set.copyOf(registry.numbers(model));
        return new EarlierChampions(ChampionChain.of(history, environment, comparisons::get, there::contains));
    }

    private static ChampionComparison comparison(LocalRegistry registry, String model, int version) throws IOException {
        Optional<RegisteredVersion> known = registry.find(model, version);
        return known.isEmpty() || known.get().origin() == null
                ? null
                : known.get().origin().comparison();
    }

    /** How much better the metric is than that of the first champion, by version; below 0 where it is worse. */
    Map<Integer, Double> gains(GateRule.Versus rule, Labels labels) {
        return chain.gains(rule.key().name().id(), labels.shown(rule.key()), rule.higher());
    }

    /** The best version that is not deleted, the earliest one of equals; null where there is none. */
    Integer best(GateRule.Versus rule, Labels labels) {
        return chain.best(rule.key().name().id(), labels.shown(rule.key()), rule.higher());
    }

    /**
     * The chain for the page.
     *
     * @param now the model that is judged, compared with the champion; null where it was not
     * @return null where fewer than two champions are known
     */
    ChampionHistory history(GateRule.Versus rule, Labels labels, Integer champion, Difference now, long rows) {
        Integer best = best(rule, labels);
        if (chain.champions().size() < 2 || best == null) {
            return null;
        }
        String metric = rule.key().name().id();
        String label = labels.shown(rule.key());
        List<ChampionStep> steps = new ArrayList<>(chain.steps(metric, label));
        Map<Integer, Double> gains = gains(rule, labels);
        double last = gains.getOrDefault(champion, 0.0) * (rule.higher() ? 1 : -1);
        if (now != null) {
            last += now.difference();
            steps.add(new ChampionStep(null, champion, now.difference(), now.interval(), rows, last));
        }
        double lost = gains.get(best) - (rule.higher() ? last : -last);
        int omitted = Math.max(0, steps.size() - MOST_STEPS);
        return new ChampionHistory(
                metric,
                label,
                rule.higher(),
                rule.margin(),
                omitted,
                List.copyOf(steps.subList(omitted, steps.size())),
                best,
                Math.max(0, lost));
    }
}
