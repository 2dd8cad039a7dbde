package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.durabletask.Controller;
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
    private static final long SHORTEST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 15_000;
    private static final long STOP_SECONDS = 30;
    private static final long REMOTE_SECONDS = 60;
    private static final long START_SECONDS = 600;

    private final StageOrder order;
    private String request;
    private Site site;
    private Controller controller;
    private Throwable cause;

    private transient volatile boolean ended;
    private transient long pauseMillis;
    private transient long eventsOffset;
    private transient AgentWatch watch;
    private transient ScheduledFuture<?> next;

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
            scheduleKill();
        }
        if (controller != null) {
            schedule(SHORTEST_MILLIS);
        } else {
            Computer.threadPoolForRemoting.execute(this::launchAgain);
        }
    }

    /** Jenkins was restarted between the start and its being known: whatever was started is ended first. */
    private void launchAgain() {
        try (Timeout timeout = Timeout.limit(START_SECONDS, TimeUnit.SECONDS)) {
            log(Messages.StageExecution_again(order.stage().step()));
            getContext().get(Launcher.class).kill(Map.of(StageLaunch.COOKIE, request));
            request = UUID.randomUUID().toString();
            site = null;
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
            Controller started = launch.start(site);
            synchronized (this) {
                controller = started;
            }
            getContext().saveState();
            if (cause != null) {
                writeStopFile();
            }
            if (ended) {
                kill();
            }
            schedule(SHORTEST_MILLIS);
        } catch (IOException | InterruptedException | RuntimeException e) {
            end(notStarted(e));
        }
    }

    private StageEnding notStarted(Exception e) {
        if (e instanceof AbortException) {
            return StageEnding.failed(e);
        }
        LOGGER.log(Level.FINE, e, () -> "cannot start " + order.stage().step());
        String agent = site == null ? "?" : site.agent();
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        return StageEnding.failed(
                reason.contains("No space left on device") || reason.contains("not enough space on the disk")
                        ? Messages.StageExecution_noSpace(order.stage().step(), agent)
                        : Messages.StageExecution_cannotStart(order.stage().step(), agent, reason));
    }

    private void schedule(long millis) {
        pauseMillis = millis;
        Timer.get()
                .schedule(() -> Computer.threadPoolForRemoting.execute(this::poll), pauseMillis, TimeUnit.MILLISECONDS);
    }

    /** Brings the next poll forward, where one waits. */
    private synchronized void hurry() {
        if (next != null && next.cancel(false)) {
            schedule(SHORTEST_MILLIS);
        }
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
        } catch (IOException | InterruptedException e) {
            // The connection broke in the middle, or hangs: what is left unread is read the next time.
            LOGGER.log(Level.FINE, e, () -> "cannot ask after " + request + " on " + site.agent());
        } catch (RuntimeException | LinkageError e) {
            end(StageEnding.failed(e));
        }
        if (!ended) {
            schedule(
                    moved || cause != null ? SHORTEST_MILLIS : Math.min(LONGEST_MILLIS, pauseMillis + pauseMillis / 4));
        }
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

    /** A step around this one was ended by force: nobody asks for the engine any more, so it ends, too. */
    private void abandon() {
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            kill();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot kill " + request + " on " + site.agent());
        } finally {
            end(StageEnding.failed(cause == null ? new AbortException(order.stage().step() + " was abandoned") : cause));
        }
    }

    private void absent(TaskListener listener) {
        if (cause != null) {
            listener.getLogger()
                    .println(Messages.StageExecution_stopUnreachable(
                            site.agent(), order.stage().step()));
            end(StageEnding.failed(cause));
        } else if (watch().absent(listener)) {
            end(StageEnding.failed(Messages.StageExecution_removed(order.stage().step(), site.agent())));
        }
    }

    /** Reads what is new; whether there was anything. */
    private boolean ask(FilePath workspace, TaskListener listener) throws IOException, InterruptedException {
        ReadProgress.News news = site.project(workspace)
                .act(new ReadProgress(site.requestFolder(), site.eventsFile(order.stage()), eventsOffset));
        eventsOffset = news.offset();
        action().liveProgress().accept(news.lines());
        boolean moved = controller.writeLog(workspace, listener.getLogger());
        Integer exitCode = controller.exitStatus(workspace, workspace.createLauncher(listener), listener);
        if (exitCode != null) {
            while (controller.writeLog(workspace, listener.getLogger())) {
                LOGGER.finest("more of the log");
            }
            conclude(workspace, exitCode, listener);
            return true;
        }
        if (!news.present()) {
            kill();
            fail(Messages.StageExecution_workspaceGone(order.stage().step(), site.agent()));
            return true;
        }
        if (moved) {
            getContext().saveState();
        }
        return moved || !news.lines().isEmpty();
    }

    private void conclude(FilePath workspace, int exitCode, TaskListener listener)
            throws IOException, InterruptedException {
        FilePath project = site.project(workspace);
        Verdicts.Judged judged = Verdicts.of(
                project.act(new CollectResult(site.resultFile(order.stage()))),
                exitCode,
                order.stage(),
                site.run(),
                site.agent());
        StageResult result = judged.result();
        if (result != null) {
            action().complete(result);
            Run<?, ?> build = getContext().get(Run.class);
            KeptRuns.of(build).keep(build, order.stage(), site.run(), site.node(), project, listener);
        }
        tidy(workspace);
        if (cause != null) {
            end(StageEnding.failed(cause));
        } else if (result == null) {
            fail(judged.problem());
        } else {
            end(StageEnding.of(result, order.onFail(), getContext()));
        }
    }

    private void tidy(FilePath workspace) throws IOException, InterruptedException {
        controller.cleanup(workspace);
        site.requestFolder(workspace).deleteRecursive();
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
            writeStopFile();
        });
        scheduleKill();
    }

    private void writeStopFile() {
        try (Timeout timeout = Timeout.limit(STOP_SECONDS / 2, TimeUnit.SECONDS)) {
            FilePath workspace = controller == null ? null : site.workspace();
            if (workspace != null) {
                site.stopFile(workspace).touch(System.currentTimeMillis());
                hurry();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot ask " + request + " to stop");
        }
    }

    private void scheduleKill() {
        Timer.get()
                .schedule(
                        () -> Computer.threadPoolForRemoting.execute(this::killAndEnd), STOP_SECONDS, TimeUnit.SECONDS);
    }

    private void killAndEnd() {
        if (ended) {
            return;
        }
        log(Messages.StageExecution_killing(order.stage().step(), STOP_SECONDS));
        try (Timeout timeout = Timeout.limit(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot kill " + request);
        } finally {
            end(StageEnding.failed(cause));
        }
    }

    /** Kills what this request started, and nothing else that runs in the workspace. */
    private void kill() throws IOException, InterruptedException {
        FilePath workspace = site == null ? null : site.workspace();
        if (workspace != null) {
            // Whoever waits for the step may be gone by now, and with it the log.
            workspace.createLauncher(TaskListener.NULL).kill(Map.of(StageLaunch.COOKIE, request));
            if (controller != null) {
                tidy(workspace);
            }
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

    private synchronized AgentWatch watch() {
        if (watch == null) {
            watch = new AgentWatch(site.node(), site.agent());
        }
        return watch;
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
