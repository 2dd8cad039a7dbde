package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.LatencyHistogram;
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
 * @param timed the blocks that count for latency, which are not all where a {@link SlowStart} is put aside
 * @param timedLevel the level for latency
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
        List<List<TrafficBlock>> timed,
        double timedLevel,
        PairedRows pairs,
        PairedAnswers answers,
        LiveLabels labels) {

    /** The same where each block counts for latency, too. */
    public Measurement(
            int weight,
            double level,
            TrafficSnapshot candidate,
            TrafficSnapshot champion,
            List<List<TrafficBlock>> blocks,
            PairedRows pairs,
            PairedAnswers answers,
            LiveLabels labels) {
        this(weight, level, candidate, champion, blocks, blocks, level, pairs, answers, labels);
    }

    /** The same with other blocks and another level for latency. */
    Measurement timedBy(List<List<TrafficBlock>> counted, double countedLevel) {
        return new Measurement(
                weight, level, candidate, champion, blocks, counted, countedLevel, pairs, answers, labels);
    }

    /** Whether the first latencies of the candidate are put aside. */
    boolean startedSlowly() {
        return !timed.equals(blocks);
    }

    /** 95th percentile in milliseconds of the latencies that count; null without any. */
    Double p95Millis(boolean ofCandidate) {
        if (!startedSlowly()) {
            return ofCandidate ? candidate.p95Millis() : champion.p95Millis();
        }
        LatencyHistogram all = LatencyHistogram.NONE;
        for (TrafficBlock block : timed.stream().flatMap(List::stream).toList()) {
            all = all.plus((ofCandidate ? block.candidate() : block.champion()).latencies());
        }
        return all.quantileMillis(0.95);
    }

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

    /** Labelled rows that both versions have answered, which accuracy and RMSE are computed from. */
    long labelled() {
        if (answers != null) {
            PairedDifference difference = answers.difference();
            return difference == null ? 0 : difference.rows();
        }
        return pairs == null ? 0 : pairs.labelled().size();
    }

    /** The same for the result; null where the other version is not asked. */
    Long labelledByBoth() {
        return champion == null || pairs == null && answers == null ? null : (Long) labelled();
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
        if (answers != null && champion == null) {
            return answers.quality(ofCandidate);
        }
        if (answers != null) {
            PairedDifference difference = answers.difference();
            return difference == null ? null : (Double) (ofCandidate ? difference.candidate() : difference.champion());
        }
        return pairs == null ? null : pairs.quality(ofCandidate);
    }
}
