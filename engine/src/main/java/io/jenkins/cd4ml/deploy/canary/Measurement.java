package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;
import java.util.List;

/**
 * What was measured until a look at a step.
 *
 * @param weight of the step, in percent
 * @param level the one-sided probability of a false alarm that each check may have at this look
 * @param candidate of this step
 * @param champion of this step; null for a first deployment
 * @param blocks of this canary's steps, this one's last
 * @param pairs of live traffic, since the canary began; null for replayed traffic and where rows cannot be asked again
 * @param answers of replayed rows; null for live traffic
 * @param labels of live traffic where rows cannot be asked again; null otherwise, and where there is none
 */
public record Measurement(
        int weight,
        double level,
        TrafficSnapshot candidate,
        TrafficSnapshot champion,
        List<List<TrafficBlock>> blocks,
        PairedRows pairs,
        PairedAnswers answers,
        LiveLabels labels) {

    /** Whether the rows are those that validateModel read. */
    boolean rehearsed() {
        return answers != null;
    }

    /** What this step alone has measured, where it is not all that there is. */
    List<List<TrafficBlock>> thisStep() {
        return blocks.subList(blocks.size() - 1, blocks.size());
    }

    boolean hasEarlierSteps() {
        return blocks.size() > 1;
    }

    /** The candidate's traffic for the result. */
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

    /** Labelled rows that both versions have answered. */
    long labelled() {
        return pairs == null ? 0 : pairs.labelled().size();
    }

    /** Whether numbers are predicted, as far as anything was predicted. */
    boolean numbers() {
        return numbers(candidate) || champion != null && numbers(champion);
    }

    private static boolean numbers(TrafficSnapshot snapshot) {
        return snapshot.predictions().rows() > 0
                && snapshot.predictions().classes().isEmpty();
    }

    private Traffic traffic(TrafficSnapshot snapshot, boolean ofCandidate) {
        PredictionSummary predictions = snapshot.predictions();
        Double quality = quality(ofCandidate);
        boolean classes = answers == null ? !numbers() : answers.task() == Task.CLASSIFICATION;
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

    private Double quality(boolean ofCandidate) {
        if (answers != null) {
            return answers.quality(ofCandidate);
        }
        return pairs == null ? null : pairs.quality(ofCandidate);
    }
}
