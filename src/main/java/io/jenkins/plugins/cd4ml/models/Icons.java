package io.jenkins.plugins.cd4ml.models;

/** Symbols of the pages. */
final class Icons {
    static final String MODELS = "symbol-cube";

    private Icons() {}
}
