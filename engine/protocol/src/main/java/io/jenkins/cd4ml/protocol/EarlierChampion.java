package io.jenkins.cd4ml.protocol;

import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import java.util.List;
import java.util.Objects;

/**
 * A version that became the champion of an environment.
 *
 * @param followed the version that served before; null for the first one
 * @param comparison what its validation measured against the champion at that time; null where that is not known
 * @param deleted whether the registry no longer has its package: it counts in sums and is never the best one
 */
public record EarlierChampion(int version, Integer followed, ChampionComparison comparison, boolean deleted) {

    /** The version that the comparison was with, or else the one that served before; null for neither. */
    public Integer before() {
        boolean known = comparison != null
                && comparison.champion() != null
                && comparison.champion().version() != null;
        return known ? comparison.champion().version() : followed;
    }

    /** What was measured in one metric; null where it was not. */
    public Difference difference(String metric, String label) {
        return differences().stream()
                .filter(one -> metric.equals(one.metric()) && Objects.equals(one.label(), label))
                .findFirst()
                .orElse(null);
    }

    /** All that was measured. */
    public List<Difference> differences() {
        return comparison == null || comparison.differences() == null ? List.of() : comparison.differences();
    }
}
