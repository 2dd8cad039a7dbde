package io.jenkins.cd4ml.stage;

import java.util.concurrent.CancellationException;

/** Whether the caller wants a stage to stop. Stages ask at every safe point: between files, epochs, steps. */
@FunctionalInterface
public interface Cancellation {
    boolean requested();

    /** Throws {@link CancellationException} when a stop was asked for. */
    default void check() {
        if (requested()) {
            throw new CancellationException("stopped on request");
        }
    }

    /** Never asked for. */
    Cancellation NEVER = () -> false;
}
