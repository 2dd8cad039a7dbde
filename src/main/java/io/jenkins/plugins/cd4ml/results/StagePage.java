package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;

/** A stage in words: for its page, for its line on the build's page, and for the page's script. */
public final class StagePage {
    private final StageAction action;
    private final Stage stage;
    private final boolean running;
    private final String verdict;

    StagePage(StageAction action) {
        this.action = action;
        stage = action.stage();
        running = action.isRunning();
        verdict = action.getVerdict();
    }

    /** The stage; where the build has several of a kind, with the run they work on, or numbered where that is the same. */
    @NonNull
    public String getTitle() {
        Run<?, ?> build = action.getBuild();
        String run = action.getRunId();
        String name = StageNames.of(stage);
        String named = run.equals("build-" + build.getNumber()) ? name : Messages.StageNames_ofRun(name, run);
        List<StageAction> alike = StageAction.all(build).stream()
                .filter(other -> other.stage() == stage && other.getRunId().equals(run))
                .toList();
        return alike.size() < 2 ? named : Messages.StageNames_numbered(named, alike.indexOf(action) + 1);
    }

    /** How the verdict looks. */
    @NonNull
    public Look getLook() {
        return running ? Look.running() : Look.ofVerdict(verdict);
    }

    /** The verdict in two or three words. */
    @NonNull
    public String getHeadline() {
        if (running) {
            return Messages.Headline_running();
        }
        return "FAULT".equals(verdict) && !action.hasResult()
                ? Messages.Headline_notEnded()
                : Look.headline(stage, verdict);
    }

    /** Why, without what the headline has said already. */
    @CheckForNull
    public String getSentence() {
        if (verdict == null) {
            return running ? action.liveProgress().getMessage() : Messages.Sentence_notEnded();
        }
        String summary = action.getSummary();
        return summary == null
                ? null
                : List.of(getHeadline(), StageNames.of(stage), "No drift").stream()
                        .map(said -> said + ": ")
                        .filter(summary::startsWith)
                        .findFirst()
                        .map(said -> summary.substring(said.length()))
                        .orElse(summary);
    }

    /** The one number for a summary; null where there is none. */
    @CheckForNull
    public String getKeyFigure() {
        return KeyFigure.of(stage, action.getMetrics(), action.getVersion());
    }

    /** Figures by name, written as people read them. */
    @NonNull
    public Map<String, String> getFigures() {
        Map<String, String> figures = new LinkedHashMap<>();
        (running ? action.liveProgress().getLastMetrics() : action.getMetrics())
                .forEach((name, value) -> figures.put(name, KeyFigure.number(value)));
        return figures;
    }

    /** A figure of a check; empty where there is none. */
    @NonNull
    public String number(@CheckForNull Double value) {
        return value == null ? "" : KeyFigure.number(value);
    }

    /** How an outcome looks. */
    @NonNull
    public Look look(@CheckForNull Outcome outcome) {
        return Look.ofOutcome(outcome);
    }

    /** How long it took; null where that is not known. */
    @CheckForNull
    public String getDuration() {
        return action.getMillis() > 0 ? Util.getTimeSpanString(action.getMillis()) : null;
    }

    /** The data version, short enough to read; null where there is none. */
    @CheckForNull
    public String getShortDataVersion() {
        String version = action.getDataVersion();
        return version == null ? null : version.replaceFirst("([0-9a-f]{12})[0-9a-f]{20,}$", "$1\u2026");
    }

    /** The page of the model, below Jenkins' root; null where it has none that the user may read. */
    @CheckForNull
    public String getModelUrl() {
        return VersionAddress.lookUp(action.getModel(), null);
    }

    /** The page of the version, likewise. */
    @CheckForNull
    public String getVersionUrl() {
        return action.getVersion() == null ? null : VersionAddress.lookUp(action.getModel(), action.getVersion());
    }

    /** Whether a result that the stage left is gone, or cannot be read any more. */
    public boolean isLost(@CheckForNull StageResult result) {
        return result == null && verdict != null && !Set.of("FAULT", "ABORTED").contains(verdict);
    }

    /** Where the viewer's modules are served, below Jenkins' root. */
    @NonNull
    public String getViewer() {
        return Jenkins.get().getAdjuncts("").rootURL + "/io/jenkins/plugins/cd4ml/viewer";
    }
}
