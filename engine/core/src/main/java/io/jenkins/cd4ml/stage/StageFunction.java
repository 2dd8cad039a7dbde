package io.jenkins.cd4ml.stage;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.StageRequest;

/** A stage: from a request and a context to what it found. */
@FunctionalInterface
public interface StageFunction {
    /**
     * Does the stage's work.
     *
     * @throws InputException when the input or the configuration is wrong
     * @throws java.util.concurrent.CancellationException when {@link Cancellation} was asked for meanwhile
     * @throws java.io.IOException when a file cannot be read or written
     */
    StageOutcome run(StageRequest request, StageContext context) throws java.io.IOException, InterruptedException;
}
