package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/**
 * A stage on the build's pages: a line in the summary and a page of its own. A build holds as many as it ran steps, told apart by
 * the id of the step in the pipeline's graph. The whole result is in a file beside {@code build.xml}.
 */
@ExportedBean(defaultVisibility = 2)
public final class StageAction extends KeptResult implements RunAction2 {
    private final String nodeId;
    private final Stage stage;
    private final String runId;

    private Integer comparedWith;
    private String project;
    private String resultSha256;
    private String environment;
    private Integer champion;
    private String overrides;

    private transient Run<?, ?> build;
    private transient LiveProgress progress;

    private StageAction(String nodeId, Stage stage, String runId, @CheckForNull String project) {
        this.nodeId = nodeId;
        this.stage = stage;
        this.runId = runId;
        this.project = project;
    }

    /** All of a build, in the order in which they began. No factory is asked: the actions are the build's own. */
    @SuppressWarnings("deprecation") // for those who change actions
    public static List<StageAction> all(Run<?, ?> build) {
        return Util.filter(build.getActions(), StageAction.class);
    }

    /** The action of that step: the one that is there, or a new one. */
    public static StageAction of(Run<?, ?> build, String nodeId, Stage stage, String runId) {
        return of(build, nodeId, stage, runId, null);
    }

    /** Likewise, of the project at that path below the workspace; null where nobody knows which. */
    public static StageAction of(
            Run<?, ?> build, String nodeId, Stage stage, String runId, @CheckForNull String project) {
        synchronized (build) {
            return all(build).stream()
                    .filter(action -> action.nodeId.equals(nodeId))
                    .findFirst()
                    .orElseGet(() -> {
                        StageAction action = new StageAction(nodeId, stage, runId, project);
                        build.addAction(action);
                        return action;
                    });
        }
    }

    /**
     * The stage has ended: keeps its result with the build. Once more with the same result changes nothing.
     *
     * @return whether that is news
     */
    public boolean complete(StageResult result) throws IOException {
        final boolean news = getVerdict() == null;
        StageResults.write(build, nodeId, result);
        keep(result);
        forgetProgress();
        build.save();
        StageResults.forgetReceived(build, nodeId);
        return news;
    }

    /**
     * Keeps what came from the agent, before anything is done with it: it is read once. What is kept already stays.
     *
     * @param sha256 of the file on the agent, lower-case hex
     * @return what is kept
     */
    public StageResult receive(StageResult result, String sha256) throws IOException {
        Optional<StageResult> known = received();
        if (known.isPresent()) {
            return known.get();
        }
        StageResults.writeReceived(build, nodeId, result);
        resultSha256 = sha256;
        build.save();
        return result;
    }

    /** What came from the agent, where it was kept; empty before that, and once the stage is complete. */
    @NonNull
    public Optional<StageResult> received() {
        return resultSha256 == null ? Optional.empty() : StageResults.readReceived(build, nodeId);
    }

    /** SHA-256 of the result's file on the agent, lower-case hex; null where there is none. */
    @Exported
    @CheckForNull
    public String getResultSha256() {
        return resultSha256;
    }

    /**
     * What the stage was started with.
     *
     * @param environment whose champion it got
     * @param champion that version; null for none
     * @param overrides keys that the step sets
     */
    public void startedWith(
            @CheckForNull String environment, @CheckForNull Integer champion, Collection<String> overrides) {
        this.environment = environment;
        this.champion = champion;
        this.overrides = overrides.isEmpty() ? null : String.join("\n", overrides);
    }

    /** The environment whose champion the stage got; null where it has none. */
    @CheckForNull
    public String getEnvironment() {
        return environment;
    }

    /** The champion's version that the stage got; null where it got none. */
    @CheckForNull
    public Integer getChampion() {
        return champion;
    }

    /** Keys that the step itself sets. */
    @NonNull
    public List<String> getStepOverrides() {
        return overrides == null ? List.of() : List.of(overrides.split("\n"));
    }

    /** Path of the project below the workspace; empty for the workspace itself. */
    @NonNull
    public String getProject() {
        return project == null ? "" : project;
    }

    /** The stage has ended without a result, and this is why. What is known already stays. */
    public void fail(String problem) throws IOException {
        endWithoutResult("FAULT", problem);
    }

    /** The stage was stopped, and left no result. What is known already stays. */
    public void stop(String reason) throws IOException {
        endWithoutResult("ABORTED", reason);
    }

    private void endWithoutResult(String verdict, String reason) throws IOException {
        if (getVerdict() == null) {
            keep(verdict, reason);
            forgetProgress();
            build.save();
        }
    }

    /** A finished build stays in memory for long; the figures of its epochs need not. */
    private synchronized void forgetProgress() {
        progress = null;
    }

    @Override
    public void onAttached(Run<?, ?> run) {
        build = run;
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        build = run;
    }

    public Run<?, ?> getBuild() {
        return build;
    }

    /** How far it is, while it runs; null afterwards. */
    @CheckForNull
    public LiveProgress getProgress() {
        return isRunning() ? liveProgress() : null;
    }

    /** Where the running stage's events go. */
    public synchronized LiveProgress liveProgress() {
        if (progress == null) {
            progress = new LiveProgress();
        }
        return progress;
    }

    @Exported
    public boolean isRunning() {
        return getVerdict() == null && build.isBuilding() && new PipelineStep(build, nodeId).isActive();
    }

    /** The whole result; empty while it runs, or where there is none. */
    @NonNull
    public Optional<StageResult> result() {
        return StageResults.read(build, nodeId);
    }

    /** The whole result for views; null where there is none. */
    @CheckForNull
    public StageResult getResult() {
        return result().orElse(null);
    }

    @Exported
    public String getStep() {
        return stage.step();
    }

    @Exported
    public String getNodeId() {
        return nodeId;
    }

    @Exported(name = "run")
    public String getRunId() {
        return runId;
    }

    public Api getApi() {
        return new Api(this);
    }

    /** The build whose data this stage's was compared with; null where there was none, or it is gone. */
    @CheckForNull
    public Run<?, ?> getComparedWith() {
        return comparedWith == null ? null : build.getParent().getBuildByNumber(comparedWith);
    }

    /** Which build's data this stage's is compared with. */
    public void compareWith(EarlierData earlier) {
        comparedWith = earlier.build();
    }

    /** What other parts of the plugin have to say about the stage. */
    @NonNull
    public List<StageNote> getNotes() {
        return build.getAllActions().stream()
                .filter(StageNote.class::isInstance)
                .map(StageNote.class::cast)
                .filter(note -> nodeId.equals(note.getNodeId()))
                .toList();
    }

    /** What the pages say about the stage. */
    @NonNull
    public StagePage getPage() {
        return new StagePage(this);
    }

    /** Whether it is a stage of the project at that path. */
    public boolean isOf(String path) {
        return getProject().equals(path);
    }

    /** Which stage it is. */
    public Stage stage() {
        return stage;
    }

    /** Whether there is a file with the whole result. */
    public boolean hasResult() {
        return StageResults.isThere(build, nodeId);
    }

    /** Progress for the page's script, with the figures that are newer than the ones it has. */
    @GET
    @Restricted(NoExternalUse.class)
    public HttpResponse doProgress(@QueryParameter String series, @QueryParameter long from) {
        build.checkPermission(Item.READ);
        return JsonReply.of(PageState.of(this, series, from).json());
    }

    /** The whole result for the page's script. */
    @GET
    @Restricted(NoExternalUse.class)
    public HttpResponse doResult() throws IOException {
        build.checkPermission(Item.READ);
        byte[] json = StageResults.bytes(build, nodeId);
        return json == null ? JsonReply.notFound() : new JsonReply(HttpServletResponse.SC_OK, json);
    }

    @Override
    public String getIconFileName() {
        return StageNames.icon(stage);
    }

    @Override
    public String getDisplayName() {
        return getPage().getTitle();
    }

    @Override
    public String getUrlName() {
        return "cd4ml-" + nodeId;
    }
}
