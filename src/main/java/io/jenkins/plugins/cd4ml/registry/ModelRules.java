package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;

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

    void requireVersion(int version) throws Refusal {
        requireReadable();
        if (!model.state().versions().containsKey(version)) {
            throw new Refusal(Messages.ModelRules_noVersion(model.name(), version));
        }
    }

    /** The version's package is the one that its author looked at: a model that was deleted and made again numbers from 1. */
    void requireDigest(int version, @CheckForNull String digest) throws Refusal {
        requireVersion(version);
        String known = model.state().versions().get(version).digest();
        if (!known.equals(digest)) {
            throw new Refusal(Messages.ModelRules_otherDigest(
                    version, model.name(), known, digest == null ? Messages.ModelRules_noDigest() : digest));
        }
    }

    /** The champion is the one that the author knows, and no other has served since. */
    void requireChampion(String environment, ExpectedChampion expected, long moves) throws Refusal {
        Integer current = model.state().version(environment);
        if (moves == expected.moves() && java.util.Objects.equals(current, expected.version())) {
            return;
        }
        if (current == null) {
            throw new Refusal(Messages.ModelRules_championGone(environment, model.name(), expected.version()));
        }
        if (expected.version() == null) {
            throw new Refusal(Messages.ModelRules_championNew(environment, model.name(), current));
        }
        throw new Refusal(
                current.equals(expected.version())
                        ? Messages.ModelRules_championAgain(environment, model.name(), current)
                        : Messages.ModelRules_championChanged(environment, model.name(), current, expected.version()));
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
