package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.RequestAbortedException;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.io.Serial;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * One execution for all six stages. The engine runs on the agent as a durable task: it goes on while the agent's connection is
 * lost or the controller restarts, and this asks after it again and again. Nothing here touches the agent on the thread that runs
 * the pipeline.
 *
 * <p>It ends exactly once: with the engine's result; with a sentence where there is none; or, when it is stopped and the engine
 * does not obey within half a minute, without waiting for it any longer.
 */
public final class StageExecution extends StepExecution {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(StageExecution.class.getName());
    private static final long STOP_SECONDS = 30;
    private static final long REMOTE_SECONDS = 60;
    private static final long START_SECONDS = 600;

    private final StageOrder order;
    private String request;
    private volatile Site site;
    private volatile EngineProcess process;
    private volatile Throwable cause;

    private transient volatile boolean ended;
    private transient Pulse pulse;
    private transient AgentWatch watch;

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
            Pulse.after(STOP_SECONDS, this::killAndEnd);
        }
        if (process != null) {
            pulse().soon();
        } else {
            Computer.threadPoolForRemoting.execute(this::launchAgain);
        }
    }

    /** Jenkins was restarted between the start and its being known: whatever was started is ended first. */
    private void launchAgain() {
        log(Messages.StageExecution_again(order.stage().step()));
        try (Timeout timeout = Timeout.limit(START_SECONDS, TimeUnit.SECONDS)) {
            EngineProcess.kill(getContext().get(FilePath.class), request);
            request = UUID.randomUUID().toString();
        } catch (IOException | InterruptedException | RuntimeException e) {
            end(notStarted(e));
            return;
        }
        launch();
    }

    private void launch() {
        try (Timeout timeout = Timeout.limit(START_SECONDS, TimeUnit.SECONDS)) {
            StageLaunch launch = new StageLaunch(getContext(), order, request);
            site = launch.site();
            action();
            process = new EngineProcess(site, request, launch.start(site));
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
        boolean moved = false;
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            FilePath workspace = site.workspace();
            if (workspace == null) {
                absent(listener);
            } else {
                watch().present(listener);
                moved = ask(workspace, listener);
            }
        } catch (IOException | InterruptedException | RequestAbortedException e) {
            // The connection broke in the middle, or hangs: what is left unread is read the next time.
            LOGGER.log(Level.FINE, e, () -> "cannot ask after " + request + " on " + site.agent());
        } catch (RuntimeException | LinkageError e) {
            end(StageEnding.failed(e));
        }
        if (!ended) {
            if (moved || cause != null) {
                pulse().soon();
            } else {
                pulse().slower();
            }
        }
    }

    private void absent(TaskListener listener) {
        if (cause != null) {
            listener.getLogger()
                    .println(Messages.StageExecution_stopUnreachable(
                            site.agent(), order.stage().step()));
            leaveBehind();
            end(StageEnding.failed(cause));
        } else if (watch().absent(listener)) {
            leaveBehind();
            end(StageEnding.failed(Messages.StageExecution_removed(order.stage().step(), site.agent())));
        }
    }

    /** Reads what is new; whether there was anything. */
    private boolean ask(FilePath workspace, TaskListener listener) throws IOException, InterruptedException {
        EngineProcess.News news = process.ask(order.stage(), workspace, listener);
        action().liveProgress().accept(news.events());
        Integer exitCode = news.exitCode();
        if (exitCode != null) {
            conclude(workspace, exitCode, listener);
        } else if (!news.present()) {
            process.kill(workspace);
            fail(Messages.StageExecution_workspaceGone(order.stage().step(), site.agent()));
        } else if (news.logged()) {
            getContext().saveState();
        }
        return news.logged() || !news.events().isEmpty();
    }

    private void conclude(FilePath workspace, int exitCode, TaskListener listener)
            throws IOException, InterruptedException {
        Verdicts.Judged judged = process.judge(order.stage(), exitCode, workspace);
        if (judged.result() != null) {
            Run<?, ?> build = getContext().get(Run.class);
            StageAction action = action();
            if (action.complete(judged.result())) {
                new CompletedStage(build, action, judged.result(), order.onFail() == OnFail.CONTINUE, listener)
                        .tell(order.sequels());
            }
            new RunCarrier(
                            build,
                            KeptRuns.of(build),
                            site.agent(),
                            site.project(workspace),
                            workspace.createLauncher(listener),
                            getContext().get(EnvVars.class),
                            listener)
                    .keep(order.stage(), site.run());
        }
        process.tidy(workspace);
        if (cause != null) {
            end(StageEnding.failed(cause));
        } else if (judged.result() == null) {
            fail(judged.problem());
        } else {
            end(StageEnding.of(judged.result(), order.onFail(), getContext()));
        }
    }

    private void fail(String problem) throws IOException, InterruptedException {
        action().fail(problem);
        end(StageEnding.failed(problem));
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
            log(Messages.StageExecution_stopping(order.stage().step(), STOP_SECONDS));
            askToStop();
        });
        Pulse.after(STOP_SECONDS, this::killAndEnd);
    }

    private void askToStop() {
        try (Timeout timeout = Timeout.limit(STOP_SECONDS / 2, TimeUnit.SECONDS)) {
            FilePath workspace = process == null ? null : site.workspace();
            if (workspace != null) {
                process.askToStop(workspace);
            }
            pulse().hurry();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot ask " + request + " to stop");
        }
    }

    private void killAndEnd() {
        if (ended) {
            return;
        }
        log(Messages.StageExecution_killing(order.stage().step(), STOP_SECONDS));
        kill();
        end(StageEnding.failed(cause));
    }

    /** A step around this one was ended by force: nobody asks for the engine any more, so it ends, too. */
    private void abandon() {
        kill();
        end(StageEnding.failed(cause == null ? new AbortException("nobody waits any more") : cause));
    }

    /** The agent cannot be reached: what runs there is ended when it comes back. */
    private void leaveBehind() {
        ExtensionList.lookupSingleton(LeftBehind.class).add(site.node(), request);
    }

    private void kill() {
        try (Timeout timeout = Timeout.limit(STOP_SECONDS, TimeUnit.SECONDS)) {
            FilePath workspace = site == null ? null : site.workspace();
            if (workspace != null && process != null) {
                process.kill(workspace);
            } else if (workspace != null) {
                EngineProcess.kill(workspace, request);
            } else if (site != null) {
                leaveBehind();
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
        if (ending.failure() == null) {
            getContext().onSuccess(ending.value());
        } else {
            getContext().onFailure(ending.failure());
        }
    }

    private StageAction action() throws IOException, InterruptedException {
        return StageAction.of(
                getContext().get(Run.class), getContext().get(FlowNode.class).getId(), order.stage(), site.run());
    }

    private synchronized Pulse pulse() {
        if (pulse == null) {
            pulse = new Pulse(this::poll);
        }
        return pulse;
    }

    private synchronized AgentWatch watch() {
        if (watch == null) {
            watch = new AgentWatch(site.node(), site.agent());
        }
        return watch;
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
