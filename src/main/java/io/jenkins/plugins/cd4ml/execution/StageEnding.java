package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.results.StageOutcome;
import java.io.IOException;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * How a step ends: with a value, or with an exception that carries one sentence.
 *
 * @param warning why the build is unstable although the step has a value; null where it is not
 */
record StageEnding(@CheckForNull StageOutcome value, @CheckForNull String warning, @CheckForNull Throwable failure) {

    static StageEnding failed(String sentence) {
        return failed(new AbortException(sentence));
    }

    static StageEnding failed(Throwable failure) {
        return new StageEnding(null, null, failure);
    }

    /** The stage did not begin: in our own words where we have some, otherwise with the reason of the system. */
    static StageEnding notStarted(Exception e, Stage stage, String agent) {
        if (e instanceof AbortException) {
            return failed(e);
        }
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        return failed(
                reason.contains("No space left on device") || reason.contains("not enough space on the disk")
                        ? Messages.StageExecution_noSpace(stage.step(), agent)
                        : Messages.StageExecution_cannotStart(stage.step(), agent, reason));
    }

    /** What a result means for the build. */
    static StageEnding of(StageResult result, OnFail onFail) {
        StageOutcome outcome = new StageOutcome(result);
        return switch (result.verdict()) {
            case PASSED -> new StageEnding(outcome, null, null);
            case INCONCLUSIVE ->
                // The project decides what becomes of that; a step that goes on whatever happens does so here, too.
                "unstable".equals(onInconclusive(result)) && onFail == OnFail.FAIL
                        ? new StageEnding(outcome, sentence(outcome), null)
                        : notPassed(outcome, onFail);
            case FAILED -> notPassed(outcome, onFail);
            case INVALID, FAULT -> failed(sentence(outcome));
            case ABORTED -> failed(new FlowInterruptedException(Result.ABORTED, true, new Stopped(outcome.getStage())));
        };
    }

    private static StageEnding notPassed(StageOutcome outcome, OnFail onFail) {
        return switch (onFail) {
            case FAIL -> failed(sentence(outcome));
            case UNSTABLE -> new StageEnding(outcome, sentence(outcome), null);
            case CONTINUE -> new StageEnding(outcome, null, null);
        };
    }

    /** The project's policy for an inconclusive validation; null where it states none. */
    @CheckForNull
    private static String onInconclusive(StageResult result) {
        return result.detail() instanceof ValidateModelDetail detail && detail.evidence() != null
                ? detail.evidence().onInconclusive()
                : null;
    }

    /** Says on the build's page how a stage ended that left no result. */
    void tell(StageAction action) throws IOException {
        if (failure instanceof AbortException) {
            action.fail(failure.getMessage());
        } else if (failure != null) {
            action.stop(Messages.StageEnding_stopped());
        }
    }

    private static String sentence(StageOutcome outcome) {
        return outcome.getStage() + ": " + outcome.getSummary();
    }

    /** The engine was stopped by somebody on the agent. */
    static final class Stopped extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        private final String step;

        Stopped(String step) {
            this.step = step;
        }

        @Override
        public String getShortDescription() {
            return Messages.StageEnding_aborted(step);
        }
    }
}
