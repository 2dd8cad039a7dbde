package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.results.StageOutcome;
import java.io.IOException;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** How a step ends: with a value, or with an exception that carries one sentence. */
record StageEnding(@CheckForNull StageOutcome value, @CheckForNull Throwable failure) {

    static StageEnding failed(String sentence) {
        return new StageEnding(null, new AbortException(sentence));
    }

    static StageEnding failed(Throwable failure) {
        return new StageEnding(null, failure);
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
    static StageEnding of(StageResult result, OnFail onFail, StepContext context)
            throws IOException, InterruptedException {
        StageOutcome outcome = new StageOutcome(result);
        return switch (result.verdict()) {
            case PASSED -> new StageEnding(outcome, null);
            case FAILED -> answeredNo(outcome, onFail, context);
            case INVALID, FAULT -> failed(sentence(outcome));
            case ABORTED -> failed(new FlowInterruptedException(Result.ABORTED, true, new Stopped(outcome.getStage())));
        };
    }

    private static StageEnding answeredNo(StageOutcome outcome, OnFail onFail, StepContext context)
            throws IOException, InterruptedException {
        switch (onFail) {
            case FAIL -> {
                return failed(sentence(outcome));
            }
            case UNSTABLE -> {
                context.get(Run.class).setResult(Result.UNSTABLE);
                context.get(FlowNode.class)
                        .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(sentence(outcome)));
            }
            case CONTINUE -> {}
        }
        return new StageEnding(outcome, null);
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
