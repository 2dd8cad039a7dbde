package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.problem.InputException;
import java.util.regex.Pattern;

/** Names that become parts of paths. */
final class Names {
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9._-]{0,62}");

    private Names() {}

    /** The name, where it is one of a model. */
    static String model(String name) {
        return require(
                MODEL,
                name,
                "model",
                "lower-case letters, digits, . _ -, at most 63, beginning with a letter or digit");
    }

    /** The name, where it is one of an alias. */
    static String alias(String name) {
        return require(ALIAS, name, "alias", "lower-case letters, digits, . _ -, at most 63, beginning with a letter");
    }

    private static String require(Pattern pattern, String name, String what, String rule) {
        if (name == null || !pattern.matcher(name).matches()) {
            throw new InputException("'" + name + "' is no name of a" + (what.startsWith("a") ? "n " : " ") + what
                    + ": it must be " + rule);
        }
        return name;
    }
}
