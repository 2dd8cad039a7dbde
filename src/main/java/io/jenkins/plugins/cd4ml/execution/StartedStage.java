package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.delivery.BuildJudgements;
import io.jenkins.plugins.cd4ml.delivery.Conclusion;
import io.jenkins.plugins.cd4ml.delivery.Outset;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;

/**
 * A stage whose engine has been started, seen by whoever waits for it. The methods may fail or hang as the agent's connection does:
 * callers limit the time, and ask again. Part of the pipeline's saved state, hence no record.
 */
final class StartedStage implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final StageOrder order;
    private final Site site;
    private final EngineProcess process;
    private final Outset outset;

    private transient AgentWatch watch;
    private transient boolean carried;

    StartedStage(StageOrder order, Site site, EngineProcess process, Outset outset) {
        this.order = order;
        this.site = site;
        this.process = process;
        this.outset = outset;
    }

    /**
     * What came of asking.
     *
     * @param moved whether anything was new
     * @param logged whether some of it went into the log
     * @param exitCode the engine's, once it has ended: {@link #conclude} is next
     * @param ending how the stage ends without its engine having ended; null where it does not
     */
    record Answer(boolean moved, boolean logged, @CheckForNull Integer exitCode, @CheckForNull StageEnding ending) {
        private static final Answer NOTHING = new Answer(false, false, null, null);

        /** Its result is with the build already: Jenkins was killed before the pipeline knew. */
        private static final Answer CONCLUDED = new Answer(true, false, 0, null);

        private static Answer ended(StageEnding ending) {
            return new Answer(false, false, null, ending);
        }
    }

    /**
     * Asks once how the engine is doing, and takes over what is new in its log and events.
     *
     * @param cause why it has been told to stop; null where it has not
     */
    Answer ask(TaskListener listener, StageAction action, @CheckForNull Throwable cause)
            throws IOException, InterruptedException {
        FilePath workspace = site.workspace();
        if (workspace == null) {
            return absent(listener, action, cause);
        }
        watch().present(listener);
        if (isKept(action)) {
            return Answer.CONCLUDED;
        }
        EngineProcess.News news = process.ask(order.stage(), workspace, action.getBuild(), listener);
        action.liveProgress().accept(news.events());
        if (news.exitCode() == null && !news.present()) {
            process.kill();
            return Answer.ended(StageEnding.failed(
                    Messages.StageExecution_workspaceGone(order.stage().step(), site.agent())));
        }
        return new Answer(news.logged() || !news.events().isEmpty(), news.logged(), news.exitCode(), null);
    }

    private Answer absent(TaskListener listener, StageAction action, @CheckForNull Throwable cause)
            throws IOException, InterruptedException {
        if (cause != null) {
            listener.getLogger()
                    .println(Messages.StageExecution_stopUnreachable(
                            site.agent(), order.stage().step()));
            process.kill();
            return Answer.ended(StageEnding.failed(cause));
        }
        if (watch().absent(listener)) {
            process.kill();
            StageResult kept = isKept(action) ? action.getResult() : null;
            if (kept != null) {
                return Answer.ended(StageEnding.of(kept, order.onFail()));
            }
            return Answer.ended(StageEnding.failed(
                    Messages.StageExecution_removed(order.stage().step(), site.agent())));
        }
        return Answer.NOTHING;
    }

    /**
     * The engine has ended: keeps its result with the build, hands its run on, and says what that means. Once more, as after a restart in
     * the middle, it goes on from what is known.
     */
    StageEnding conclude(Scene scene, int exitCode, Headway headway) throws IOException, InterruptedException {
        FilePath workspace = scene.workspace();
        StageAction action = scene.action(order.stage(), site);
        StageResult result = isKept(action) ? action.getResult() : null;
        if (result == null) {
            StageResult received = action.received().orElse(null);
            if (received == null) {
                Verdicts.Judged judged = process.judge(order.stage(), exitCode, scene);
                if (judged.result() == null) {
                    process.tidy(workspace);
                    return StageEnding.failed(judged.problem());
                }
                received = action.receive(judged.result(), judged.sha256());
            }
            result = decided(scene, received, headway);
            DataBaseline.keep(action, site, workspace);
            // a restart may have forgotten it: the build is saved with the result
            action.startedWith(outset.environment(), outset.championVersion(), OverriddenKeys.of(order));
            if (action.complete(result)) {
                new CompletedStage(scene.build(), action, result, order.onFail() == OnFail.CONTINUE, scene.listener())
                        .tell(order.sequels());
            }
        }
        BuildJudgements.keep(scene.build(), outset, scene.listener());
        headway.made();
        if (!carried) {
            RunCarrier.of(scene, site).keep(site.run(), headway);
            carried = true;
        }
        process.tidy(workspace);
        return StageEnding.of(result, order.onFail());
    }

    /** Whether the result is with the build, and the build knows it: the last thing that {@link StageAction#complete} does. */
    private static boolean isKept(StageAction action) {
        return action.getVerdict() != null && action.hasResult();
    }

    /** What the registry makes of it. */
    private StageResult decided(Scene scene, StageResult result, Headway headway)
            throws IOException, InterruptedException {
        return new Conclusion(
                        scene.build(),
                        site.project(scene.workspace()),
                        scene.projectPath(site),
                        scene.runs(order).all(),
                        scene.listener(),
                        headway::made)
                .conclude(outset, result);
    }

    /** Asks it to end cleanly, where the agent can be reached. */
    void askToStop() throws IOException, InterruptedException {
        FilePath workspace = site.workspace();
        if (workspace != null) {
            process.askToStop(workspace);
        }
    }

    /** Kills what it started; on an agent that cannot be reached as soon as it is back. */
    void kill() throws IOException, InterruptedException {
        process.kill();
    }

    private synchronized AgentWatch watch() {
        if (watch == null) {
            watch = new AgentWatch(site.node(), site.agent());
        }
        return watch;
    }
}
