package io.jenkins.plugins.cd4ml.results;

import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.StageResult;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A stage that ended with a result.
 *
 * @param action the stage with the build
 * @param tolerated whether the step's {@code onFail} lets the build go on as if nothing had happened
 * @param listener the build's log
 */
public record CompletedStage(
        Run<?, ?> build, StageAction action, StageResult result, boolean tolerated, TaskListener listener) {
    private static final Logger LOGGER = Logger.getLogger(CompletedStage.class.getName());

    /** Does what the step asked for, and tells everybody who listens. The stage's verdict stands whatever becomes of that. */
    public void tell(List<? extends StageSequel> sequels) throws InterruptedException {
        for (StageSequel sequel : sequels) {
            try {
                sequel.follow(this);
            } catch (IOException | RuntimeException e) {
                failed(sequel, e);
            }
        }
        for (StageListener hearer : ExtensionList.lookup(StageListener.class)) {
            try {
                hearer.onCompleted(this);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | LinkageError e) {
                failed(hearer, e);
            }
        }
    }

    private void failed(Object who, Throwable e) {
        LOGGER.log(Level.WARNING, e, () -> who.getClass().getSimpleName() + " failed for " + build);
        listener.getLogger()
                .println(Messages.CompletedStage_failed(
                        result.stage().step(), who.getClass().getSimpleName(), e.getMessage()));
    }
}
