package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.RequestAbortedException;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.io.Serial;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * A stage as a pipeline's step, one execution for all six. The engine runs on the agent as a durable task: it goes on while the agent's
 * connection is lost or the controller restarts, and this asks after it again and again. Nothing here touches the agent on the thread
 * that runs the pipeline.
 *
 * <p>It ends exactly once: with the engine's result; with a sentence where there is none; or, when it is stopped and the engine
 * does not obey within half a minute, without waiting for it any longer.
 */
public final class StageExecution extends StepExecution {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(StageExecution.class.getName());

    private final StageOrder order;
    private String request;
    private volatile Site site;
    private volatile StartedStage started;
    private volatile Throwable cause;

    private transient volatile boolean ended;
    private transient Pulse pulse;
    private transient Takeover takeover;

    public StageExecution(StepContext context, StageOrder order) {
        super(context);
        this.order = order;
    }

    @Override
    public boolean start() {
        request = UUID.randomUUID().toString();
        Computer.threadPoolForRemoting.execute(this::launch);
        return false;
    }

    @Override
    public void onResume() {
        if (cause != null) {
            Pulse.after(Patience.STOP_SECONDS, this::killAndEnd);
        }
        if (started != null) {
            pulse().soon();
        } else {
            Computer.threadPoolForRemoting.execute(this::launchAgain);
        }
    }

    /** Jenkins was restarted between the start and its being known: whatever was started is ended first. */
    private void launchAgain() {
        log(Messages.StageExecution_again(order.stage().step()));
        try (Timeout timeout = Timeout.limit(Patience.START_SECONDS, TimeUnit.SECONDS)) {
            EngineProcess.kill(getContext().get(FilePath.class), request);
            request = UUID.randomUUID().toString();
        } catch (IOException | InterruptedException | RuntimeException e) {
            end(notStarted(e));
            return;
        }
        launch();
    }

    private void launch() {
        try (Timeout timeout = Timeout.limit(Patience.START_SECONDS, TimeUnit.SECONDS)) {
            if (cause != null) {
                end(StageEnding.failed(cause));
                return;
            }
            Scene scene = Scene.of(getContext());
            site = scene.site(order, request);
            scene.action(order.stage(), site);
            started = new StageLaunch(scene, order).start(site, request);
            getContext().saveState();
            if (ended) {
                kill();
            } else {
                if (cause != null) {
                    askToStop();
                }
                pulse().soon();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            kill();
            end(notStarted(e));
        }
    }

    private StageEnding notStarted(Exception e) {
        if (cause != null) {
            return StageEnding.failed(cause);
        }
        LOGGER.log(Level.FINE, e, () -> "cannot start " + order.stage().step());
        return StageEnding.notStarted(e, order.stage(), site == null ? "?" : site.agent());
    }

    /** Asks once how the engine is doing, and sees to it that it is asked again. */
    private void poll() {
        if (ended) {
            return;
        }
        TaskListener listener = listener();
        if (listener == null) {
            abandon();
            return;
        }
        StartedStage.Answer answer = ask(listener);
        if (answer != null && answer.ending() != null) {
            end(answer.ending());
        } else if (answer != null && answer.exitCode() != null) {
            conclude(listener, answer.exitCode());
        } else if (answer != null && answer.logged()) {
            getContext().saveState();
        }
        if (!ended) {
            if (answer != null && answer.moved() || cause != null) {
                pulse().soon();
            } else {
                pulse().slower();
            }
        }
    }

    private void conclude(TaskListener listener, int exitCode) {
        StageEnding ending =
                takeover().attempt(listener, headway -> started.conclude(Scene.of(getContext()), exitCode, headway));
        if (ending != null) {
            end(cause == null ? ending : StageEnding.failed(cause));
        }
    }

    /** Null where the connection broke in the middle, or hangs: it is asked again later. */
    @CheckForNull
    private StartedStage.Answer ask(TaskListener listener) {
        try (Timeout timeout = Timeout.limit(Patience.ASK_SECONDS, TimeUnit.SECONDS)) {
            return started.ask(listener, action(), cause);
        } catch (IOException | InterruptedException | RequestAbortedException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot ask after " + request + " on " + site.agent());
        } catch (RuntimeException | LinkageError e) {
            end(StageEnding.failed(e));
        }
        return null;
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        synchronized (this) {
            if (this.cause != null) {
                return;
            }
            this.cause = cause;
        }
        Computer.threadPoolForRemoting.execute(() -> {
            log(Messages.StageExecution_stopping(order.stage().step(), Patience.STOP_SECONDS));
            askToStop();
        });
        Pulse.after(Patience.STOP_SECONDS, this::killAndEnd);
    }

    private void askToStop() {
        if (started == null) {
            return;
        }
        try (Timeout timeout = Timeout.limit(Patience.STOP_SECONDS / 2, TimeUnit.SECONDS)) {
            started.askToStop();
            pulse().hurry();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot ask " + request + " to stop");
        }
    }

    private void killAndEnd() {
        if (ended) {
            return;
        }
        log(Messages.StageExecution_killing(order.stage().step(), Patience.STOP_SECONDS));
        kill();
        end(StageEnding.failed(cause));
    }

    /** A step around this one was ended by force: nobody asks for the engine any more, so it ends, too. */
    private void abandon() {
        kill();
        end(StageEnding.failed(cause == null ? new AbortException("nobody waits any more") : cause));
    }

    private void kill() {
        try (Timeout timeout = Timeout.limit(Patience.STOP_SECONDS, TimeUnit.SECONDS)) {
            if (started != null) {
                started.kill();
            } else if (site != null) {
                EngineProcess.kill(site, request);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot kill " + request + " on " + site.agent());
        }
    }

    private void end(StageEnding ending) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        tell(ending);
        if (ending.failure() == null) {
            getContext().onSuccess(ending.value());
        } else {
            getContext().onFailure(ending.failure());
        }
    }

    /** On the build and its pages. */
    private void tell(StageEnding ending) {
        try {
            if (site != null) {
                ending.tell(action());
            }
            if (ending.warning() != null) {
                getContext().get(Run.class).setResult(Result.UNSTABLE);
                getContext()
                        .get(FlowNode.class)
                        .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(ending.warning()));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot tell how " + request + " ended");
        }
    }

    private StageAction action() throws IOException, InterruptedException {
        return StageAction.of(
                getContext().get(Run.class), getContext().get(FlowNode.class).getId(), order.stage(), site.run());
    }

    private synchronized Takeover takeover() {
        if (takeover == null) {
            takeover = new Takeover(started, order.stage(), site);
        }
        return takeover;
    }

    private synchronized Pulse pulse() {
        if (pulse == null) {
            pulse = new Pulse(this::poll);
        }
        return pulse;
    }

    /** The build's log, fetched anew every time: so it masks secrets also after a restart. Null where nobody waits any more. */
    @CheckForNull
    private TaskListener listener() {
        try {
            return getContext().get(TaskListener.class);
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "nobody waits for " + request);
            return null;
        }
    }

    private void log(String sentence) {
        TaskListener listener = listener();
        if (listener != null) {
            listener.getLogger().println(sentence);
        }
    }

    @Override
    public String getStatus() {
        Site where = site;
        if (where == null) {
            return Messages.StageExecution_statusStarting(order.stage().step());
        }
        return where.workspace() == null
                ? Messages.StageExecution_statusOffline(order.stage().step(), where.run(), where.agent())
                : Messages.StageExecution_status(order.stage().step(), where.run(), where.agent());
    }
}
