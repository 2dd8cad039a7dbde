package io.jenkins.cd4ml.protocol.registry;

import io.jenkins.cd4ml.protocol.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * How an environment's champions compare in one metric. Each was compared with the one before it, with the best so far or with a fixed
 * version, and its checks keep the difference; the sums of the differences along the chain say which one stands highest. Values that were
 * measured on different rows are never compared.
 *
 * @param byVersion each version that was a champion, the first one first: how much better it is than the first one
 */
public record ChampionSums(Map<Integer, Double> byVersion) {
    private static final String VERSUS = " versus ";

    public ChampionSums {
        byVersion = Collections.unmodifiableMap(new LinkedHashMap<>(byVersion));
    }

    /**
     * The sums.
     *
     * @param history of the model, the oldest entry first
     * @param checks those of a version's validation
     * @param metric as names of checks begin: {@code recall for malignant}
     */
    public static ChampionSums of(
            Iterable<HistoryEntry> history,
            String environment,
            IntFunction<? extends Collection<Check>> checks,
            String metric) {
        Map<Integer, Double> sums = new LinkedHashMap<>();
        for (HistoryEntry entry : history) {
            boolean promoted = entry.action().movesAlias() && environment.equals(entry.alias()) && entry.to() != null;
            if (promoted && !sums.containsKey(entry.to())) {
                double sum = sums.isEmpty() ? 0 : sum(sums, entry.from(), checks.apply(entry.to()), metric);
                sums.put(entry.to(), sum);
            }
        }
        return new ChampionSums(sums);
    }

    /** The champion that stands highest of those, the earliest of equal ones; empty where there is none. */
    public OptionalInt best(IntPredicate among) {
        Integer best = null;
        for (Map.Entry<Integer, Double> sum : byVersion.entrySet()) {
            if (among.test(sum.getKey()) && (best == null || sum.getValue() > byVersion.get(best))) {
                best = sum.getKey();
            }
        }
        return best == null ? OptionalInt.empty() : OptionalInt.of(best);
    }

    /** What stands for the metric in the checks of comparisons: {@code recall for malignant} of {@code recall for malignant versus champion}. */
    public static Set<String> metrics(Collection<Check> checks) {
        Set<String> metrics = new LinkedHashSet<>();
        for (Check check : checks) {
            if (isComparison(check)) {
                metrics.add(check.name().substring(0, check.name().indexOf(VERSUS)));
            }
        }
        return metrics;
    }

    private static double sum(Map<Integer, Double> sums, Integer from, Collection<Check> checks, String metric) {
        double before = from == null ? 0 : sums.getOrDefault(from, 0.0);
        List<Check> own = new ArrayList<>();
        for (Check check : checks) {
            if (isComparison(check) && check.name().startsWith(metric + VERSUS)) {
                own.add(check);
            }
        }
        for (Check check : own) {
            if (against(check).equals("champion")) {
                return before + gain(check);
            }
        }
        for (Check check : own) {
            String against = against(check);
            Double base = against.equals("best")
                    ? Collections.max(sums.values())
                    : against.matches("version \\d{1,9}") ? sums.get(Integer.valueOf(against.substring(8))) : null;
            if (base != null) {
                return base + gain(check);
            }
        }
        return before;
    }

    /** {@code champion}, {@code best}, {@code version 12}. */
    private static String against(Check check) {
        return check.name()
                .substring(check.name().indexOf(VERSUS) + VERSUS.length())
                .replaceFirst(",.*", "");
    }

    /** How much better the candidate was: where less is better, the difference must be at most the margin. */
    private static double gain(Check check) {
        return ">=".equals(check.comparison()) ? check.value() : -check.value();
    }

    private static boolean isComparison(Check check) {
        return "gate".equals(check.group())
                && check.value() != null
                && check.name() != null
                && check.name().contains(VERSUS);
    }
}
