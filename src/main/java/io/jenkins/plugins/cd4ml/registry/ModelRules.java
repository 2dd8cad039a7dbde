package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import java.util.Objects;

/** What must be true of a model before it changes; what is not ends in a {@link Refusal}. */
record ModelRules(ModelSummary model) {

    /** Its files can be read. */
    void requireReadable() throws Refusal {
        if (model.problem() != null) {
            throw new Refusal(model.problem());
        }
    }

    /** Builds of the author's job may; a person's permission is asked for by the page. */
    void requireAllowed(Author author) throws Refusal {
        requireReadable();
        if (author.build() != null && !model.settings().allows(author.build().job())) {
            throw new Refusal(
                    Messages.ModelRules_notNamed(model.name(), author.build().job()));
        }
    }

    /** Somebody has approved the version, where that is needed. */
    void requireApproved(String environment, int version) throws Refusal {
        if (model.settings().needsApproval(environment) && !model.state().isApproved(version, environment)) {
            throw new Refusal(Messages.ModelRules_notApproved(version, model.name(), environment));
        }
    }

    void requireVersion(int version) throws Refusal {
        requireReadable();
        if (!model.state().versions().containsKey(version)) {
            throw new Refusal(Messages.ModelRules_noVersion(model.name(), version));
        }
    }

    /** The champion is the one that the author knows, null for none. */
    void requireChampion(String environment, @CheckForNull Integer expected) throws Refusal {
        Integer current = model.state().version(environment);
        if (Objects.equals(current, expected)) {
            return;
        }
        if (current == null) {
            throw new Refusal(Messages.ModelRules_championGone(environment, model.name(), expected));
        }
        throw new Refusal(
                expected == null
                        ? Messages.ModelRules_championNew(environment, model.name(), current)
                        : Messages.ModelRules_championChanged(environment, model.name(), current, expected));
    }

    static void requireEnvironment(String environment) throws Refusal {
        if (!RegistryNames.ALIAS.accepts(environment)) {
            throw new Refusal(RegistryNames.ALIAS.problem(environment));
        }
        if (environment.equals(RegistryNames.CANDIDATE)) {
            throw new Refusal(Messages.ModelRules_candidate());
        }
    }

    static void requirePerson(Author author) throws Refusal {
        if (author.build() != null) {
            throw new Refusal(Messages.ModelRules_person());
        }
    }
}
