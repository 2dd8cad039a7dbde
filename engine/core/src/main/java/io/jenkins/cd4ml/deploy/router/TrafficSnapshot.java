package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.server.PredictionSummary;

/**
 * Traffic of one version since the weight was last set.
 *
 * @param requests inferences that the split sent there
 * @param errors of these the ones it did not answer with a prediction, though the row was right or it could not be reached
 * @param rejected of these the ones that both versions refused: the caller's mistake
 * @param fallbacks inferences it answered because the other version did not
 * @param shadows inferences that the driver asked of it besides
 * @param shadowErrors of these the ones without a prediction
 * @param answers latencies known: of all answers with a prediction, shadows included
 * @param p50Millis median of the latencies as the router saw them; null without answers
 * @param p95Lower lower end of the interval of the 95th percentile, {@code p95Upper} its upper end, at 97.5 % confidence:
 *     order statistics at the ranks 0.95 -+ 2.24 sqrt(0.95 x 0.05 / answers)
 * @param predictions of {@code requests}
 */
public record TrafficSnapshot(
        long requests,
        long errors,
        long rejected,
        long fallbacks,
        long shadows,
        long shadowErrors,
        long answers,
        Double p50Millis,
        Double p95Millis,
        Double p95Lower,
        Double p95Upper,
        PredictionSummary predictions) {

    /** No traffic at all. */
    public static final TrafficSnapshot NONE =
            new TrafficSnapshot(0, 0, 0, 0, 0, 0, 0, null, null, null, null, PredictionSummary.none());
}
