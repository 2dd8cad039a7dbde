package io.jenkins.cd4ml.chain;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;

/**
 * A result that a later stage may rely on.
 *
 * @param result null where there is none
 * @param digest {@code sha256:…} of its file
 * @param problem why there is none, one clause; null where there is one
 */
public record KeptResult(Stage stage, StageResult result, String digest, String problem) {

    static KeptResult none(Stage stage, String problem) {
        return new KeptResult(stage, null, null, problem);
    }

    /** Whether there is one. */
    public boolean counts() {
        return result != null;
    }

    /** The result; an {@link InputException} with the reason and what to run where there is none. */
    public StageResult require() {
        if (result == null) {
            throw new InputException(problem + ": run " + stage.step() + " again");
        }
        return result;
    }
}
