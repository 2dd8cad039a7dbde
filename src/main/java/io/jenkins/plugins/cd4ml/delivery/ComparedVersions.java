package io.jenkins.plugins.cd4ml.delivery;

import hudson.AbortException;
import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.registry.ChampionChain;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What gates compare with besides the champion, found in the controller's registry: an agent has none.
 *
 * @param versions in the order of their numbers, without the one that serves; packages of all of them are needed
 * @param champions the champions of the environment so far, in the metrics that gates compare; empty where none serves
 */
record ComparedVersions(List<ModelVersion> versions, List<EarlierChampion> champions) {
    /** Each is a package on its way to an agent. */
    private static final int MOST = 20;

    /**
     * What these gates compare with.
     *
     * @throws AbortException where the registry has no version of a number, or there are too many
     */
    static ComparedVersions of(Outset outset, List<ComparedGate> gates) throws IOException {
        ModelRegistry registry = ModelRegistry.get();
        Integer serving = outset.championVersion();
        ChampionChain chain =
                serving == null ? ChampionChain.NONE : registry.champions(outset.model(), outset.environment());
        Set<Integer> numbers = new TreeSet<>();
        for (ComparedGate gate : gates) {
            if (gate.needsAnother() && !gate.versus().equals(ComparedGate.BEST)) {
                numbers.add(Integer.valueOf(gate.versus()));
            }
        }
        Predicate<String> best = metrics(gates, ComparedGate.BEST);
        if (gates.stream().anyMatch(gate -> gate.versus().equals(ComparedGate.BEST))) {
            numbers.addAll(chain.bestIn(best));
        }
        if (serving != null) {
            numbers.remove(serving);
        }
        if (numbers.size() > MOST) {
            throw new AbortException(Messages.ComparedVersions_tooMany(numbers.size(), MOST));
        }
        List<ModelVersion> versions = new ArrayList<>();
        for (int number : numbers) {
            versions.add(registry.version(outset.model(), number)
                    .orElseThrow(() -> new AbortException(Messages.ComparedVersions_none(outset.model(), number))));
        }
        Set<String> compared = gates.stream().map(ComparedGate::metric).collect(Collectors.toSet());
        return new ComparedVersions(versions, chain.of(compared::contains).champions());
    }

    private static Predicate<String> metrics(List<ComparedGate> gates, String versus) {
        return gates.stream()
                .filter(gate -> gate.versus().equals(versus))
                .map(ComparedGate::metric)
                .collect(Collectors.toSet())::contains;
    }
}
