package io.jenkins.cd4ml.protocol.registry;

import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionStep;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * The champions of an environment in the order in which they took over, each with the comparison that its validation made with the champion
 * at that time. The sums of the differences say which one is the best so far; values that were measured on different rows are never
 * compared. Every registry finds the best one by this rule.
 *
 * @param champions the first one first, each version once, at most {@link #MOST}
 */
public record ChampionChain(List<EarlierChampion> champions) {
    /** Older champions than so many are left out; the sums begin with the first one that is left. */
    public static final int MOST = 1000;

    /** Of an environment where no model has served. */
    public static final ChampionChain NONE = new ChampionChain(List.of());

    public ChampionChain {
        champions = List.copyOf(champions.subList(Math.max(0, champions.size() - MOST), champions.size()));
    }

    /** A metric that comparisons measured, and its class; null for the whole. */
    private record Measured(String metric, String label, boolean higher) {}

    /**
     * The chain that a history knows.
     *
     * @param history of the model, the oldest entry first
     * @param comparisons what the validation of a version measured against the champion at that time; null where that is not known
     * @param exists whether the registry has the package of a version
     */
    public static ChampionChain of(
            Iterable<HistoryEntry> history,
            String environment,
            IntFunction<ChampionComparison> comparisons,
            IntPredicate exists) {
        return new ChampionChain(promotions(history, environment).stream()
                .map(entry -> new EarlierChampion(
                        entry.to(), entry.from(), comparisons.apply(entry.to()), !exists.test(entry.to())))
                .toList());
    }

    /** The versions of that chain. */
    public static List<Integer> versions(Iterable<HistoryEntry> history, String environment) {
        return promotions(history, environment).stream().map(HistoryEntry::to).toList();
    }

    /** Those by which a version became the champion for the first time. */
    private static List<HistoryEntry> promotions(Iterable<HistoryEntry> history, String environment) {
        List<HistoryEntry> promotions = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        for (HistoryEntry entry : history) {
            if (entry.action().movesAlias()
                    && environment.equals(entry.alias())
                    && entry.to() != null
                    && known.add(entry.to())) {
                promotions.add(entry);
            }
        }
        return promotions.subList(Math.max(0, promotions.size() - MOST), promotions.size());
    }

    /** The same chain with the differences of these metrics alone, for a request. */
    public ChampionChain of(Predicate<String> metrics) {
        return new ChampionChain(champions.stream()
                .map(champion -> new EarlierChampion(
                        champion.version(),
                        champion.followed(),
                        reduced(champion.comparison(), metrics),
                        champion.deleted()))
                .toList());
    }

    private static ChampionComparison reduced(ChampionComparison comparison, Predicate<String> metrics) {
        if (comparison == null || comparison.champion() == null) {
            return null;
        }
        ModelReference with = comparison.champion();
        return new ChampionComparison(
                new ModelReference(with.model(), with.version(), with.digest(), null),
                comparison.rows(),
                comparison.excludedRows(),
                comparison.reason(),
                comparison.differences().stream()
                        .filter(difference -> metrics.test(difference.metric()))
                        .toList());
    }

    /** One step for each champion; what was not measured counts as 0. */
    public List<ChampionStep> steps(String metric, String label) {
        Map<Integer, Double> sums = new HashMap<>();
        List<ChampionStep> steps = new ArrayList<>();
        for (EarlierChampion champion : champions) {
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

    /**
     * How much better the metric is than that of the first champion, by version; below 0 where it is worse.
     *
     * @param higher whether a higher value is better
     */
    public Map<Integer, Double> gains(String metric, String label, boolean higher) {
        Map<Integer, Double> gains = new LinkedHashMap<>();
        steps(metric, label).forEach(step -> gains.put(step.version(), higher ? step.sum() : -step.sum()));
        return gains;
    }

    /** The best version that is not deleted, the earliest one of equals; null where there is none. */
    public Integer best(String metric, String label, boolean higher) {
        Map<Integer, Double> gains = gains(metric, label, higher);
        Integer best = null;
        for (EarlierChampion champion : champions) {
            boolean better = best == null || gains.get(champion.version()) > gains.get(best);
            if (!champion.deleted() && better) {
                best = champion.version();
            }
        }
        return best;
    }

    /** Every version that {@link #best} can name in one of these metrics: in what was measured of it, and otherwise. */
    public Set<Integer> bestIn(Predicate<String> metrics) {
        Set<Measured> measured = new LinkedHashSet<>();
        for (EarlierChampion champion : champions) {
            for (Difference one : champion.differences()) {
                if (metrics.test(one.metric())) {
                    measured.add(new Measured(one.metric(), one.label(), one.higherIsBetter()));
                }
            }
        }
        Set<Integer> best = new LinkedHashSet<>();
        measured.forEach(one -> best.add(best(one.metric(), one.label(), one.higher())));
        best.add(best("", null, true));
        best.remove(null);
        return best;
    }
}
