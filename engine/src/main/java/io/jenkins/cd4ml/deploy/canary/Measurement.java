package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;

/**
 * What was measured in one step.
 *
 * @param champion null for a first deployment
 * @param reference the champion's traffic to compare with: this step's, or where it had too little (at 100 %), that of the
 *     newest step with enough; null for a first deployment
 * @param answers null for live traffic
 * @param labels what callers sent back; null for replayed traffic, for a first deployment, and where there is nothing
 */
record Measurement(
        int weight,
        TrafficSnapshot candidate,
        TrafficSnapshot champion,
        TrafficSnapshot reference,
        PairedAnswers answers,
        LiveLabels labels) {

    /** The candidate's traffic as the result tells it. */
    Traffic candidateTraffic() {
        return traffic(candidate, true);
    }

    /** The champion's; null for a first deployment. */
    Traffic championTraffic() {
        return champion == null ? null : traffic(champion, false);
    }

    /** Routed requests and shadows without a prediction; held-out rows are right, so a refusal of one is an error too. */
    long candidateErrors() {
        return candidate.errors() + candidate.shadowErrors() + (answers == null ? 0 : candidate.rejected());
    }

    /** What it was asked, shadows included. */
    long candidateAsked() {
        return candidate.requests() + candidate.shadows();
    }

    /** Whether numbers are predicted, as far as anybody has predicted anything. */
    boolean numbers() {
        return numbers(candidate) || champion != null && numbers(champion);
    }

    private static boolean numbers(TrafficSnapshot snapshot) {
        return snapshot.predictions().rows() > 0
                && snapshot.predictions().classes().isEmpty();
    }

    private Traffic traffic(TrafficSnapshot snapshot, boolean ofCandidate) {
        PredictionSummary predictions = snapshot.predictions();
        Double quality = answers == null ? null : answers.quality(ofCandidate);
        boolean classes = answers != null && answers.task() == Task.CLASSIFICATION;
        return new Traffic(
                snapshot.requests(),
                snapshot.errors() + (answers == null ? 0 : snapshot.rejected()),
                snapshot.p50Millis(),
                snapshot.p95Millis(),
                predictions.classes(),
                numbers(snapshot) ? predictions.mean() : null,
                classes ? quality : null,
                classes ? null : quality);
    }
}
