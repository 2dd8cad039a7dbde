package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;

/** Names that become parts of paths. */
final class Names {
    private Names() {}

    /** The name, where it is one of a model. */
    static String model(String name) {
        return require(RegistryNames.MODEL, name);
    }

    /** The name, where it is one of an alias. */
    static String alias(String name) {
        return require(RegistryNames.ALIAS, name);
    }

    /** The name, where it is one of an environment: an alias that is not reserved. */
    static String environment(String name) {
        if (RegistryNames.CANDIDATE.equals(name)) {
            throw new InputException("'" + name + "' is the alias of the newest version, and no name of an environment:"
                    + " choose another, such as production");
        }
        return alias(name);
    }

    private static String require(RegistryNames kind, String name) {
        if (!kind.accepts(name)) {
            throw new InputException(kind.problem(name));
        }
        return name;
    }
}
