package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.StageResult;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What {@code build.xml} keeps of a stage's result: enough for summaries and trends, without a file beside. The names of the fields
 * are what stored builds call them.
 */
@ExportedBean(defaultVisibility = 2)
public abstract class KeptResult {
    private String verdict;
    private String summary;
    private String model;
    private Integer version;
    private String dataVersion;
    private int passedChecks;
    private int failedChecks;
    private int skippedChecks;
    private int inconclusiveChecks;
    private long millis;
    private String figures;

    /** Only in builds of release 1.0, as they are read. */
    private TreeMap<String, Double> metrics;

    /** Likewise. */
    private Bounds bounds;

    /** The figures, read from their text when somebody looks, for as long as there is memory for them. */
    private transient SoftReference<FigureTable> table;

    KeptResult() {}

    /** The stage ended with that result. */
    final void keep(StageResult result) {
        verdict = result.verdict().name();
        summary = Figures.text(result.summary());
        model = Figures.text(result.model());
        version = Figures.version(result);
        dataVersion = Figures.dataVersion(result);
        passedChecks = Figures.count(result, Outcome.PASSED);
        failedChecks = Figures.count(result, Outcome.FAILED);
        skippedChecks = Figures.count(result, Outcome.SKIPPED);
        inconclusiveChecks = Figures.count(result, Outcome.INCONCLUSIVE);
        Map<String, Double> kept = Figures.metrics(result);
        figures = FigureTable.text(kept, Bounds.of(result, kept));
        millis = result.started() == null || result.finished() == null
                ? 0
                : Duration.between(result.started(), result.finished()).toMillis();
    }

    /** The stage ended without a result. */
    final void keep(String verdict, String reason) {
        this.verdict = verdict;
        summary = Figures.text(reason);
    }

    /** {@code PASSED}, {@code FAILED}, {@code INCONCLUSIVE}, {@code INVALID}, {@code FAULT} or {@code ABORTED}; null while it runs. */
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
    public int getInconclusiveChecks() {
        return inconclusiveChecks;
    }

    /** How long the stage took; 0 where that is not known. */
    @Exported
    public long getMillis() {
        return millis;
    }

    /** Figures by name. */
    @Exported
    public Map<String, Double> getMetrics() {
        return table().metrics();
    }

    /** Intervals and thresholds of the figures. */
    @Exported
    public Bounds getBounds() {
        return table().bounds();
    }

    /** The names of all figures and thresholds in one text: the same text for the same names. */
    public String outline() {
        return table().outline();
    }

    private FigureTable table() {
        SoftReference<FigureTable> reference = table;
        FigureTable known = reference == null ? null : reference.get();
        if (known == null) {
            known = FigureTable.of(figures);
            table = new SoftReference<>(known);
        }
        return known;
    }

    /** Brings what release 1.0 kept into the form of today. */
    protected Object readResolve() {
        if (metrics != null) {
            figures = FigureTable.text(metrics, bounds == null ? new Bounds() : bounds);
            metrics = null;
            bounds = null;
        }
        return this;
    }
}
