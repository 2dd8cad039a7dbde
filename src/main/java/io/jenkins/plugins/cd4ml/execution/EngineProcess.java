package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.credentials.SecretMask;
import io.jenkins.plugins.cd4ml.credentials.SecretUse;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.durabletask.Controller;

/**
 * The engine's process on an agent, seen from here. Every method goes to the agent, and may fail or hang as the connection does: callers
 * limit the time. Part of the pipeline's saved state, hence no record.
 */
final class EngineProcess implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Site site;
    private final String request;
    private final Controller controller;
    private final List<SecretUse> secrets;

    private final ResultAnnouncement announcement = new ResultAnnouncement();

    private transient long eventsOffset;
    private transient SecretMask mask;

    /** @param secrets that its environment holds: what they are is asked for again after a restart */
    EngineProcess(Site site, String request, Controller controller, List<SecretUse> secrets) {
        this.site = site;
        this.request = request;
        this.controller = controller;
        this.secrets = new ArrayList<>(secrets);
    }

    /**
     * What was new.
     *
     * @param exitCode null while the engine runs
     * @param logged whether something came into the log
     * @param events new lines of events
     * @param present whether the workspace is still there
     */
    record News(@CheckForNull Integer exitCode, boolean logged, String events, boolean present) {}

    /** Copies what is new in the log, reads what is new in the events, and asks whether it still runs. */
    News ask(Stage stage, FilePath workspace, Run<?, ?> build, TaskListener listener)
            throws IOException, InterruptedException {
        ReadProgress.News news = site.project(workspace)
                .act(new ReadProgress(site.requestFolder(), site.eventsFile(stage), eventsOffset));
        eventsOffset = news.offset();
        PrintStream log = new PrintStream(announcement.over(mask(build).over(listener)), true, StandardCharsets.UTF_8);
        boolean logged = controller.writeLog(workspace, log);
        Integer exitCode = controller.exitStatus(workspace, workspace.createLauncher(listener), listener);
        boolean more = exitCode != null;
        while (more) {
            more = controller.writeLog(workspace, log);
        }
        if (exitCode != null) {
            mask(build).finish(listener);
        }
        return new News(exitCode, logged, news.lines(), news.present());
    }

    /** The build is the one that waits: by its name it could not be found any more after its job was renamed. */
    private SecretMask mask(Run<?, ?> build) {
        if (mask == null) {
            mask = SecretMask.of(build, secrets == null ? List.of() : secrets);
        }
        return mask;
    }

    /** What it left, once it has ended; without the secrets that it was given. */
    Verdicts.Judged judge(Stage stage, int exitCode, Scene scene) throws IOException, InterruptedException {
        int most = Cd4mlConfiguration.limits().getResultMegabytes() << 20;
        CollectResult.Collected collected =
                site.project(scene.workspace()).act(new CollectResult(site.resultFile(stage), most));
        Verdicts.Judged judged =
                Verdicts.of(collected, exitCode, stage, site.run(), site.agent(), most, announcement.sha256());
        if (judged.result() == null) {
            return judged;
        }
        SecretMask texts = SecretMask.of(scene.build(), secrets, scene.secrets());
        return new Verdicts.Judged(MaskedResult.of(judged.result(), texts::hide), judged.sha256(), null);
    }

    /** Asks it to end cleanly. */
    void askToStop(FilePath workspace) throws IOException, InterruptedException {
        site.stopFile(workspace).touch(System.currentTimeMillis());
    }

    /** Kills what this request started, and nothing else that runs in the workspace; where the agent is away, as soon as it is back. */
    void kill() throws IOException, InterruptedException {
        kill(site, request);
        FilePath workspace = site.workspace();
        if (workspace != null) {
            tidy(workspace);
        }
    }

    /** Kills what a request started there, and deletes what it was started with; where the agent is away, as soon as it is back. */
    static void kill(Site site, String request) throws IOException, InterruptedException {
        FilePath workspace = site.workspace();
        if (workspace == null) {
            ExtensionList.lookupSingleton(LeftBehind.class).add(site.node(), request);
        } else {
            kill(workspace, request);
            site.requestFolder(workspace).deleteRecursive();
        }
    }

    /** Kills what a request started. The log is not asked for: whoever waits for the step may be gone by now. */
    static void kill(FilePath workspace, String request) throws IOException, InterruptedException {
        workspace.createLauncher(TaskListener.NULL).kill(Map.of(StageLaunch.COOKIE, request));
    }

    /** Deletes what only a running process needs. */
    void tidy(FilePath workspace) throws IOException, InterruptedException {
        controller.cleanup(workspace);
        site.requestFolder(workspace).deleteRecursive();
    }
}
