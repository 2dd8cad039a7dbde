package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.cd4ml.registry.ExpectedChampion;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An environment that a version may go to.
 *
 * @param champion the version that serves there; null where none does
 * @param guarded whether a version needs a person's approval there
 * @param approved whether this one has it
 * @param moves how often the environment's alias has been moved
 * @param problems why the version does not meet the environment's rule; empty where it does
 */
public record Target(
        String environment,
        @CheckForNull Integer champion,
        boolean guarded,
        boolean approved,
        long moves,
        List<String> problems) {
    /** Before an environment's name: the field with the champion that the page showed. */
    public static final String FIELD = "champion.";

    /** Likewise, with how often the alias has been moved. */
    public static final String MOVES = "moves.";

    @NonNull
    static List<Target> of(ModelSummary model, int version) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (String environment : model.environments()) {
            ExpectedChampion champion = ModelRegistry.get().champion(model.name(), environment);
            targets.add(new Target(
                    environment,
                    champion.version(),
                    model.rule(environment).approval(),
                    model.approvals(version).contains(environment),
                    champion.moves(),
                    ModelRegistry.get().problems(model.name(), environment, version)));
        }
        return List.copyOf(targets);
    }

    /** Why a person who promotes it all the same must give a reason; null where it meets the rule. */
    @CheckForNull
    public String doubt() {
        return problems.isEmpty() ? null : String.join("; ", problems);
    }

    @NonNull
    public String movesField() {
        return MOVES + environment;
    }

    @NonNull
    public String field() {
        return FIELD + environment;
    }

    /** Whether that version may go there and does not serve there yet. */
    public boolean isOpen(int version) {
        return !isClosed() && (champion == null || champion != version);
    }

    /** Whether promotion would be refused for want of an approval. */
    public boolean isClosed() {
        return guarded && !approved;
    }
}
