package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A model as lists show it: all from memory.
 *
 * @param problem why its files cannot be read, one sentence; null where they can. Then there are no versions and no settings but empty ones
 */
public record ModelSummary(String name, ModelSettings settings, RegistryState state, @CheckForNull String problem) {

    static ModelSummary damaged(String name, String problem) {
        ModelSettings none = new ModelSettings(ModelSettings.FORMAT, "", List.of(), List.of(), List.of());
        return new ModelSummary(name, none, RegistryState.EMPTY, problem);
    }

    public int versionCount() {
        return state.versions().size();
    }

    /** The version that was registered last and is still there; null where there is none. */
    @CheckForNull
    public RegistryState.Registered newest() {
        return state.versions().isEmpty()
                ? null
                : state.versions().get(state.versions().lastKey());
    }

    /** Who serves where, by environment. */
    public List<Champion> champions() {
        return state.aliases().entrySet().stream()
                .filter(alias -> !alias.getKey().equals(RegistryNames.CANDIDATE))
                .map(alias -> new Champion(
                        alias.getKey(),
                        alias.getValue().version(),
                        alias.getValue().since(),
                        alias.getValue().previous()))
                .toList();
    }

    /** The version that serves in an environment; null where none does. */
    @CheckForNull
    public Champion champion(String environment) {
        return champions().stream()
                .filter(champion -> champion.environment().equals(environment))
                .findFirst()
                .orElse(null);
    }

    /** Aliases that point to a version, in alphabetical order. */
    public List<String> aliases(int version) {
        return state.aliases().entrySet().stream()
                .filter(alias -> alias.getValue().version() == version)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /** Environments that a version is approved for. */
    public SortedSet<String> approvals(int version) {
        return state.approvals().getOrDefault(version, Collections.emptySortedSet());
    }

    /** What an environment requires: the model's own rule, else the site's, else a passed validation. */
    public EnvironmentRule rule(String environment) {
        return EnvironmentRules.of(settings, environment);
    }

    /** Environments that are known: those where a version serves, and those that have a rule. */
    public List<String> environments() {
        return Stream.concat(
                        champions().stream().map(Champion::environment),
                        settings.rules().stream()
                                .map(EnvironmentRule::environment)
                                .filter(name -> !name.equals(EnvironmentRule.OTHERS)))
                .distinct()
                .sorted()
                .toList();
    }

    /** Full names of the jobs that made its versions, also of jobs that are no more. */
    public Set<String> makers() {
        return new java.util.TreeSet<>(state.versions().values().stream()
                .filter(version -> version.build() != null)
                .map(version -> version.build().job())
                .toList());
    }
}
