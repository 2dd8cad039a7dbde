package io.jenkins.plugins.cd4ml.registry;

import hudson.AbortException;
import java.io.Serial;

/** The registry does not do what was asked for, by its rules: one sentence that says why, for people. Nothing has changed. */
public final class Refusal extends AbortException {
    @Serial
    private static final long serialVersionUID = 1L;

    Refusal(String sentence) {
        super(sentence);
    }
}
