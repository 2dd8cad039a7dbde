package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What a step gives back to the pipeline: {@code def v = validateModel(onFail: 'continue'); if (!v.passed) …}. */
public final class StageOutcome implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String stage;
    private final String verdict;
    private final String summary;
    private final String run;
    private final String model;
    private final Integer version;
    private final String dataVersion;
    private final TreeMap<String, Double> metrics;

    public StageOutcome(StageResult result) {
        stage = result.stage().step();
        verdict = result.verdict().name();
        summary = Figures.text(result.summary());
        run = result.run();
        model = Figures.text(result.model());
        version = Figures.version(result);
        dataVersion = Figures.dataVersion(result);
        metrics = new TreeMap<>(Figures.metrics(result));
    }

    /** {@code trainModel}. */
    @Whitelisted
    public String getStage() {
        return stage;
    }

    /** Whether every check passed. */
    @Whitelisted
    public boolean isPassed() {
        return Verdict.PASSED.name().equals(verdict);
    }

    /** {@code PASSED} or {@code FAILED}. */
    @Whitelisted
    public String getVerdict() {
        return verdict;
    }

    /** The verdict in one sentence. */
    @Whitelisted
    public String getSummary() {
        return summary;
    }

    /** The run, for later stages that are to go on with it. */
    @Whitelisted
    public String getRun() {
        return run;
    }

    @Whitelisted
    @CheckForNull
    public String getModel() {
        return model;
    }

    /** Number of the model version in the registry; null where the stage knows none. */
    @Whitelisted
    @CheckForNull
    public Integer getVersion() {
        return version;
    }

    /** Identity of the data, {@code sha256:…}; null where the stage read none. */
    @Whitelisted
    @CheckForNull
    public String getDataVersion() {
        return dataVersion;
    }

    /** Figures by name: {@code v.metrics.accuracy}. */
    @Whitelisted
    public Map<String, Double> getMetrics() {
        return Collections.unmodifiableMap(metrics);
    }

    @Override
    public String toString() {
        return stage + ": " + verdict + ": " + summary;
    }
}
