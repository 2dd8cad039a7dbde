package io.jenkins.plugins.cd4ml.retrain;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the build that found drift which build was started for it; the queue may have kept it over a restart. */
@Extension
public final class StartedBuilds extends RunListener<Run<?, ?>> {
    private static final Logger LOGGER = Logger.getLogger(StartedBuilds.class.getName());

    @Override
    public void onStarted(Run<?, ?> started, @NonNull TaskListener listener) {
        RetrainCause cause = started.getCause(RetrainCause.class);
        if (cause == null) {
            return;
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Run<?, ?> found = cause.getBuild();
            if (found != null) {
                tell(found, cause, started);
            }
        }
    }

    private static void tell(Run<?, ?> found, RetrainCause cause, Run<?, ?> started) {
        for (RetrainAction action : found.getActions(RetrainAction.class)) {
            if (action.awaits(cause, started.getParent())) {
                action.begun(started.getNumber());
                try {
                    found.save();
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, e, () -> "cannot save " + found);
                }
                return;
            }
        }
    }
}
