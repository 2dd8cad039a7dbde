package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.TaskListener;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;
import io.jenkins.cd4ml.protocol.Stage;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes over what a stage left, when its engine has ended. A lost agent is waited for in silence; anything else that goes wrong is said
 * in the log, tried again for a while, and then ends the stage: a full disk of the controller must not keep a build waiting for ever.
 */
final class Takeover {
    private static final Logger LOGGER = Logger.getLogger(Takeover.class.getName());

    private final StartedStage started;
    private final Stage stage;
    private final Site site;
    private long firstFailure;
    private int failures;

    Takeover(StartedStage started, Stage stage, Site site) {
        this.started = started;
        this.stage = stage;
        this.site = site;
    }

    /** What is to be done; it says when it makes headway. */
    interface Work {
        StageEnding conclude(Headway headway) throws IOException, InterruptedException;
    }

    /** How the stage ends; null where it is to be tried again. */
    @CheckForNull
    StageEnding attempt(TaskListener listener, Work work) {
        Headway headway = new Headway(Patience.CONCLUDE_SECONDS);
        try {
            return RemoteWork.finish(headway, () -> work.conclude(headway));
        } catch (IOException | RequestAbortedException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot conclude " + stage.step() + " on " + site.agent());
            return isAway(e) ? null : failed(listener, e);
        } catch (RuntimeException e) {
            return StageEnding.failed(e);
        }
    }

    private StageEnding failed(TaskListener listener, Exception e) {
        failures++;
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        if (failures > 1 && System.nanoTime() - firstFailure > TimeUnit.SECONDS.toNanos(Patience.TAKEOVER_SECONDS)) {
            tidy();
            return StageEnding.failed(Messages.Takeover_failed(stage.step(), site.agent(), reason));
        }
        if (failures == 1) {
            firstFailure = System.nanoTime();
            listener.getLogger().println(Messages.Takeover_again(stage.step(), site.agent(), reason));
        }
        return null;
    }

    private void tidy() {
        try {
            RemoteWork.finish(Patience.STOP_SECONDS, () -> {
                started.kill();
                return null;
            });
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot tidy up after " + stage.step());
        }
    }

    private boolean isAway(Exception e) {
        for (Throwable reason = e; reason != null; reason = reason.getCause()) {
            if (reason instanceof ChannelClosedException || reason instanceof RequestAbortedException) {
                return true;
            }
        }
        return site.workspace() == null;
    }
}
