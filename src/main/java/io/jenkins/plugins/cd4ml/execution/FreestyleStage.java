package io.jenkins.plugins.cd4ml.execution;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.Node;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.remoting.RequestAbortedException;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A stage as a build step of a Freestyle job: the executor's thread waits for the engine. A lost connection to the agent is waited out,
 * so that the result is not lost; but Jenkins lets no Freestyle build succeed that was cut off from its agent, so it ends with that
 * stage. A restart of the controller ends a Freestyle build, and so the stage. An abort is a stop file, half a minute, then a kill; a second
 * abort does not wait.
 */
public final class FreestyleStage {
    private static final Logger LOGGER = Logger.getLogger(FreestyleStage.class.getName());

    private final StageOrder order;
    private final AbstractBuild<?, ?> build;
    private final Launcher launcher;
    private final TaskListener listener;
    private final String stepId;
    private final String request = UUID.randomUUID().toString();

    /** Why the stage is to end; null where nobody wants that. */
    private InterruptedException cause;

    private long patienceEnds;

    private FreestyleStage(
            StageOrder order, AbstractBuild<?, ?> build, Launcher launcher, TaskListener listener, String stepId) {
        this.order = order;
        this.build = build;
        this.launcher = launcher;
        this.listener = listener;
        this.stepId = stepId;
    }

    /**
     * Runs the stage to its end, and makes of the build what that means. The stages of a build are numbered.
     *
     * @return whether the build may go on
     */
    public static boolean run(StageOrder order, AbstractBuild<?, ?> build, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        int number = 1 + build.getActions(StageAction.class).size();
        return new FreestyleStage(order, build, launcher, listener, Integer.toString(number)).run();
    }

    private boolean run() throws IOException, InterruptedException {
        Scene scene = scene();
        Site site = scene.site(order, request);
        StageAction action = scene.action(order.stage(), site);
        StageEnding ending = ending(scene, site, action);
        ending.tell(action);
        if (ending.warning() != null) {
            listener.error(ending.warning());
            build.setResult(Result.UNSTABLE);
        }
        if (ending.failure() instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (ending.failure() instanceof IOException failed) {
            throw failed;
        }
        if (ending.failure() instanceof RuntimeException failed) {
            throw failed;
        }
        return connected();
    }

    /** Whether the connection is the one that the build began with. Jenkins ends a Freestyle build that has lost it: here, not later. */
    private boolean connected() {
        FilePath workspace = build.getWorkspace();
        if (workspace != null && workspace.getChannel() == launcher.getChannel()) {
            return true;
        }
        listener.error(Messages.FreestyleStage_reconnected(order.stage().step(), build.getBuiltOnStr()));
        return false;
    }

    /** The connections of this moment: a launcher that was made before the agent went away leads nowhere. */
    private Scene scene() throws IOException, InterruptedException {
        FilePath workspace = build.getWorkspace();
        Node node = build.getBuiltOn();
        if (workspace == null || node == null) {
            throw new AbortException(Messages.StageExecution_offline(build.getBuiltOnStr()));
        }
        EnvVars environment = build.getEnvironment(listener);
        environment.overrideAll(build.getBuildVariables());
        List<String> secrets = Scene.values(environment, build.getSensitiveBuildVariables());
        Launcher current = launcher.getChannel() == workspace.getChannel() ? launcher : node.createLauncher(listener);
        return new Scene(
                build, stepId, List.of(), workspace, workspace.getRemote(), current, environment, secrets, listener);
    }

    private StageEnding ending(Scene scene, Site site, StageAction action) {
        StartedStage started;
        try {
            started =
                    RemoteWork.await(Patience.START_SECONDS, () -> new StageLaunch(scene, order).start(site, request));
        } catch (InterruptedException e) {
            tryTo(() -> EngineProcess.kill(site, request));
            return StageEnding.failed(e);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot start " + order.stage().step());
            tryTo(() -> EngineProcess.kill(site, request));
            return StageEnding.notStarted(e, order.stage(), site.agent());
        }
        Backoff backoff = new Backoff();
        Takeover takeover = new Takeover(started, order.stage(), site);
        StageEnding ending = null;
        while (ending == null) {
            boolean moved = false;
            try {
                StartedStage.Answer answer =
                        RemoteWork.finish(Patience.ASK_SECONDS, () -> started.ask(listener, action, cause));
                moved = answer.moved();
                ending = answer.exitCode() == null ? answer.ending() : conclude(takeover, started, answer.exitCode());
            } catch (IOException | RequestAbortedException e) {
                // The connection broke in the middle, or hangs: what is left unread is read the next time.
                LOGGER.log(Level.FINE, e, () -> "cannot ask after " + request + " on " + site.agent());
            } catch (RuntimeException e) {
                ending = StageEnding.failed(e);
            }
            if (ending == null && cause != null && System.nanoTime() > patienceEnds) {
                listener.getLogger()
                        .println(Messages.StageExecution_killing(order.stage().step(), Patience.STOP_SECONDS));
                tryTo(started::kill);
                ending = StageEnding.failed(cause);
            }
            if (ending == null) {
                pause(moved || cause != null ? backoff.soon() : backoff.slower(), started);
            }
        }
        return ending;
    }

    /** Null where it is to be tried again. */
    private StageEnding conclude(Takeover takeover, StartedStage started, int exitCode) {
        StageEnding ending = takeover.attempt(listener, headway -> started.conclude(scene(), exitCode, headway));
        return ending == null || cause == null ? ending : StageEnding.failed(cause);
    }

    /** Waits; an abort of the build comes to light here. */
    private void pause(long millis, StartedStage started) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            if (cause == null) {
                cause = e;
                patienceEnds = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.STOP_SECONDS);
                listener.getLogger()
                        .println(Messages.StageExecution_stopping(order.stage().step(), Patience.STOP_SECONDS));
                tryTo(started::askToStop);
            } else {
                patienceEnds = System.nanoTime();
            }
        }
    }

    /** Has the engine end. Where the agent does not take that in, the engine runs on to its own end. */
    private void tryTo(RemoteAction work) {
        try {
            RemoteWork.finish(Patience.STOP_SECONDS, () -> {
                work.run();
                return null;
            });
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot end " + request);
        }
    }

    private interface RemoteAction {
        void run() throws IOException, InterruptedException;
    }
}
