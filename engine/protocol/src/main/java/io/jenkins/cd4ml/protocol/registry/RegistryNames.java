package io.jenkins.cd4ml.protocol.registry;

import java.util.regex.Pattern;

/** Names that become parts of paths. */
public enum RegistryNames {
    /** Of a model. */
    MODEL("model", "[a-z0-9][a-z0-9._-]{0,62}", "beginning with a letter or digit"),
    /** Of an alias, and so of an environment. */
    ALIAS("alias", "[a-z][a-z0-9._-]{0,62}", "beginning with a letter");

    /** Alias of the newest version: no name of an environment. */
    public static final String CANDIDATE = "candidate";

    private final String what;
    private final Pattern pattern;
    private final String beginning;

    RegistryNames(String what, String pattern, String beginning) {
        this.what = what;
        this.pattern = Pattern.compile(pattern);
        this.beginning = beginning;
    }

    /** Whether the name may be used. */
    public boolean accepts(String name) {
        return name != null && pattern.matcher(name).matches();
    }

    /** What is wrong with a name that is not accepted, in a sentence. */
    public String problem(String name) {
        return "'" + (name == null ? "" : name.length() > 80 ? name.substring(0, 80) + "…" : name)
                + "' is no name of " + (this == ALIAS ? "an " : "a ") + what
                + ": it must be lower-case letters, digits, . _ -, at most 63, " + beginning;
    }
}
