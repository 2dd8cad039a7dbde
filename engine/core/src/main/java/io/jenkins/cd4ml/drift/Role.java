package io.jenkins.cd4ml.drift;

import java.util.Locale;

/** What a column is to the model. */
enum Role {
    FEATURE,
    TARGET,
    PREDICTION;

    /** The name in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
