package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.ReferencePackage;
import io.jenkins.cd4ml.protocol.registry.ChampionSums;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The versions besides the champion that gates compare with, found in the controller's registry: an agent has none.
 *
 * @param champion number of the version that serves; null where none does
 */
record ComparedVersions(String model, String environment, @CheckForNull Integer champion) {
    /** Each is a package on its way to an agent. */
    private static final int MOST = 20;

    /** A version by what gates call it. */
    record Named(String versus, @CheckForNull String metric, ModelVersion version) {
        /** For the request. */
        ReferencePackage reference() {
            return new ReferencePackage(
                    versus,
                    metric,
                    new ModelReference(
                            version.model(),
                            version.number(),
                            version.digest(),
                            Outset.folder(version.model(), version.number())));
        }
    }

    /**
     * The versions that these gates name.
     *
     * @throws AbortException where the registry has no version of a number, or there are too many
     */
    List<Named> of(List<ComparedGate> gates) throws IOException {
        List<Named> named = new ArrayList<>();
        Set<Integer> numbers = new TreeSet<>();
        for (ComparedGate gate : gates) {
            if (!gate.versus().equals(ComparedGate.BEST)) {
                numbers.add(Integer.valueOf(gate.versus()));
            }
        }
        for (int number : numbers) {
            ModelVersion version = ModelRegistry.get()
                    .version(model, number)
                    .orElseThrow(() -> new AbortException(Messages.ComparedVersions_none(model, number)));
            named.add(new Named(Integer.toString(number), null, version));
        }
        Set<String> metrics = gates.stream()
                .filter(gate -> gate.versus().equals(ComparedGate.BEST))
                .map(ComparedGate::metric)
                .collect(Collectors.toCollection(TreeSet::new));
        if (champion != null && !metrics.isEmpty()) {
            named.addAll(best(metrics));
        }
        if (named.size() > MOST) {
            throw new AbortException(Messages.ComparedVersions_tooMany(named.size(), MOST));
        }
        return named;
    }

    /** The best in each metric in which champions were compared, and the one for all other metrics. */
    private List<Named> best(Set<String> metrics) throws IOException {
        List<HistoryEntry> history = ModelRegistry.get().history(model);
        Map<Integer, List<Check>> checks = new HashMap<>();
        Set<String> measured = new TreeSet<>();
        for (int number : ChampionSums.of(history, environment, version -> List.of(), "")
                .byVersion()
                .keySet()) {
            ModelVersion version = ModelRegistry.get().known(model, number).orElse(null);
            if (version != null) {
                boolean none =
                        version.evaluation() == null || version.evaluation().checks() == null;
                checks.put(number, none ? List.of() : version.evaluation().checks());
                measured.addAll(ChampionSums.metrics(checks.get(number)));
            }
        }
        measured.removeIf(
                name -> metrics.stream().noneMatch(metric -> name.equals(metric) || name.startsWith(metric + " for ")));
        List<Named> best = new ArrayList<>();
        for (String metric : measured) {
            add(best, metric, highest(history, checks, metric));
        }
        add(best, null, highest(history, checks, ""));
        return best;
    }

    private OptionalInt highest(List<HistoryEntry> history, Map<Integer, List<Check>> checks, String metric) {
        return ChampionSums.of(history, environment, number -> of(checks, number), metric)
                .best(checks::containsKey);
    }

    private static Collection<Check> of(Map<Integer, List<Check>> checks, int number) {
        return checks.getOrDefault(number, List.of());
    }

    private void add(List<Named> best, @CheckForNull String metric, OptionalInt number) throws IOException {
        if (number.isPresent()) {
            best.add(new Named(
                    ComparedGate.BEST,
                    metric,
                    ModelRegistry.get().version(model, number.getAsInt()).orElseThrow()));
        }
    }
}
