package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.util.List;

/**
 * An environment that a version may go to.
 *
 * @param champion the version that serves there; null where none does
 * @param guarded whether a version needs a person's approval there
 * @param approved whether this one has it
 */
public record Target(String environment, @CheckForNull Integer champion, boolean guarded, boolean approved) {
    /** Before an environment's name: the field with the champion that the page showed. */
    public static final String FIELD = "champion.";

    @NonNull
    static List<Target> of(ModelSummary model, int version) {
        return model.environments().stream()
                .map(environment -> {
                    Champion champion = model.champion(environment);
                    return new Target(
                            environment,
                            champion == null ? null : champion.version(),
                            model.settings().needsApproval(environment),
                            model.approvals(version).contains(environment));
                })
                .toList();
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
