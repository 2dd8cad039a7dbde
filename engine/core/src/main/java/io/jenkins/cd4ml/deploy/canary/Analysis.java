package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.protocol.Check;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges what a canary has measured until a look: errors and latency against the champion in the same blocks of time, predictions and
 * quality on the same rows. See docs/canary-checks.md for the rules, docs/statistics.md for what they reach.
 */
public final class Analysis {
    private final ErrorCheck errors;
    private final LatencyCheck latency;
    private final ShiftCheck shift;
    private final QualityCheck quality;
    private final ServedCheck served;

    /** {@code dataVersion} null for live traffic; {@code modelVersion} the candidate's digest. */
    public Analysis(DeploySettings settings, String dataVersion, String modelVersion) {
        StepChecks checks = new StepChecks(dataVersion, modelVersion);
        DeploySettings.Analysis limits = settings.analysis();
        errors = new ErrorCheck(checks, limits.maxErrorIncrease(), limits.maxErrorRate());
        latency = new LatencyCheck(checks, limits);
        shift = new ShiftCheck(checks, limits.maxPredictionShift());
        quality = new QualityCheck(checks, limits.maxAccuracyDrop(), settings.labels() != null);
        served = new ServedCheck(checks);
    }

    /** The checks, each passed, failed, inconclusive or skipped, always in the same order. */
    public List<Check> of(Measurement step) {
        List<Check> found =
                new ArrayList<>(List.of(errors.of(step), latency.of(step), shift.of(step), quality.of(step)));
        if (step.rehearsed()) {
            found.add(served.of(step));
        }
        return List.copyOf(found);
    }
}
