package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.model.RunAction2;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/**
 * A stage on the build's pages: a line in the summary and a page of its own. A build holds as many as it ran steps, told apart by
 * the id of the step in the pipeline's graph. Figures live in {@code build.xml}, the whole result in a file beside.
 */
@ExportedBean(defaultVisibility = 2)
public final class StageAction implements RunAction2 {
    private final String nodeId;
    private final Stage stage;
    private final String runId;

    private String verdict;
    private String summary;
    private String model;
    private Integer version;
    private String dataVersion;
    private int passedChecks;
    private int failedChecks;
    private int skippedChecks;
    private long millis;
    private TreeMap<String, Double> metrics = new TreeMap<>();
    private Bounds bounds = new Bounds();
    private Integer comparedWith;

    private transient Run<?, ?> build;
    private transient LiveProgress progress;

    private StageAction(String nodeId, Stage stage, String runId) {
        this.nodeId = nodeId;
        this.stage = stage;
        this.runId = runId;
    }

    /** The action of that step: the one that is there, or a new one. */
    public static StageAction of(Run<?, ?> build, String nodeId, Stage stage, String runId) {
        synchronized (build) {
            return build.getActions(StageAction.class).stream()
                    .filter(action -> action.nodeId.equals(nodeId))
                    .findFirst()
                    .orElseGet(() -> {
                        StageAction action = new StageAction(nodeId, stage, runId);
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
        final boolean news = verdict == null;
        StageResults.write(build, nodeId, result);
        verdict = result.verdict().name();
        summary = Figures.text(result.summary());
        model = Figures.text(result.model());
        version = Figures.version(result);
        dataVersion = Figures.dataVersion(result);
        passedChecks = Figures.count(result, Outcome.PASSED);
        failedChecks = Figures.count(result, Outcome.FAILED);
        skippedChecks = Figures.count(result, Outcome.SKIPPED);
        metrics = new TreeMap<>(Figures.metrics(result));
        bounds = Bounds.of(result, metrics);
        millis = result.started() == null || result.finished() == null
                ? 0
                : Duration.between(result.started(), result.finished()).toMillis();
        forgetProgress();
        build.save();
        return news;
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
        if (this.verdict == null) {
            summary = Figures.text(reason);
            this.verdict = verdict;
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
        return verdict == null && build.isBuilding() && isNodeActive();
    }

    /** Whether the pipeline still waits for the step; a build may go on after one that was killed. */
    private boolean isNodeActive() {
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        try {
            FlowNode node = execution == null ? null : execution.getNode(nodeId);
            return node == null || node.isActive();
        } catch (IOException e) {
            return true;
        }
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

    /** {@code PASSED}, {@code FAILED}, {@code INVALID}, {@code FAULT} or {@code ABORTED}; null while it runs. */
    @Exported
    @CheckForNull
    public String getVerdict() {
        return verdict;
    }

    @Exported
    @CheckForNull
    public String getSummary() {
        return summary;
    }

    @Exported
    @CheckForNull
    public String getModel() {
        return model;
    }

    @Exported
    @CheckForNull
    public Integer getVersion() {
        return version;
    }

    @Exported
    @CheckForNull
    public String getDataVersion() {
        return dataVersion;
    }

    @Exported
    public int getPassedChecks() {
        return passedChecks;
    }

    @Exported
    public int getFailedChecks() {
        return failedChecks;
    }

    @Exported
    public int getSkippedChecks() {
        return skippedChecks;
    }

    @Exported
    public long getMillis() {
        return millis;
    }

    @Exported
    public Map<String, Double> getMetrics() {
        return metrics;
    }

    /** Intervals and thresholds of the figures. */
    @Exported
    public Bounds getBounds() {
        return bounds;
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

    private Object readResolve() {
        if (metrics == null) {
            metrics = new TreeMap<>();
        }
        if (bounds == null) {
            bounds = new Bounds();
        }
        return this;
    }
}
