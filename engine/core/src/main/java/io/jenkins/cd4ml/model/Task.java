package io.jenkins.cd4ml.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a model predicts. */
public enum Task {
    /** One of several classes, with a probability for each. */
    CLASSIFICATION,
    /** A number. */
    REGRESSION;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Task ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
