package io.jenkins.cd4ml.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What {@code deployCanary} did.
 *
 * @param candidate the version under test; {@code champion} the one that served before, null for a first deployment
 * @param decision how it ended
 * @param reason one sentence: why
 * @param traffic where requests came from: {@code live} or {@code replay}
 * @param endpoint URL of the router; null where it no longer serves
 * @param processes what still runs when the stage has ended; empty without {@code keepServing}
 */
public record DeployCanaryDetail(
        String environment,
        ModelReference candidate,
        ModelReference champion,
        Decision decision,
        String reason,
        String traffic,
        List<Step> steps,
        String endpoint,
        List<ServingProcess> processes)
        implements StageDetail {

    /** How a canary ends. */
    public enum Decision {
        PROMOTED,
        ROLLED_BACK
    }

    /**
     * One step of the roll-out.
     *
     * @param weight the step, in percent of the traffic
     * @param holdBack percent that stayed with the champion at the step of 100, to compare with; null where none did
     * @param candidate what was measured on it; {@code champion} null for a first deployment
     * @param labelled rows that accuracy and RMSE of both are computed from, because their label is known and both versions have
     *     answered them: of live traffic since the canary began, in a rehearsal held-out ones; null where there is no other version to ask
     * @param checks the analysis at the last look at the step
     */
    public record Step(
            int weight,
            Integer holdBack,
            Instant started,
            Instant finished,
            Traffic candidate,
            Traffic champion,
            Long labelled,
            List<Check> checks) {}

    /**
     * Traffic of one version during one step.
     *
     * @param errors answers that were not a prediction
     * @param p50Millis median latency as the router saw it; null without requests
     * @param predictions for classification the predictions by class; empty for regression
     * @param meanPrediction for regression; null for classification
     * @param accuracy share of right classes where labels are known; null otherwise
     * @param rmse for regression where labels are known; null otherwise
     */
    public record Traffic(
            long requests,
            long errors,
            Double p50Millis,
            Double p95Millis,
            Map<String, Long> predictions,
            Double meanPrediction,
            Double accuracy,
            Double rmse) {}

    /** A process that still serves. */
    public record ServingProcess(String role, long pid, String url) {}
}
