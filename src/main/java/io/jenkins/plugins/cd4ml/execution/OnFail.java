package io.jenkins.plugins.cd4ml.execution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the build when a stage's work was done and the answer is no. */
public enum OnFail {
    FAIL,
    UNSTABLE,
    CONTINUE;

    /** As a Jenkinsfile writes it: {@code fail}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word. */
    public static Optional<OnFail> of(String word) {
        return Arrays.stream(values())
                .filter(reaction -> reaction.word().equals(word))
                .findFirst();
    }
}
