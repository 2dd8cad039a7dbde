package io.jenkins.cd4ml.protocol.layout;

/** Environments that models serve in. */
public final class Environments {
    /** The environment where a configuration names none. */
    public static final String DEFAULT = "production";

    private Environments() {}
}
