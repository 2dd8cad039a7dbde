package io.jenkins.cd4ml.config;

import java.util.List;

/**
 * {@code deploy:} how a version takes over traffic.
 *
 * @param target {@code local}: our own server and router
 * @param environment the name of the place where one champion serves
 * @param port of the router on 127.0.0.1; 0: a free one
 * @param steps percent of the traffic that goes to the candidate, ascending, ending with 100
 * @param seconds least duration of a step with live traffic
 * @param requests requests the candidate must have answered before a step is judged
 * @param traffic where requests come from
 * @param stickyBy request header whose value keeps a caller on one version; absent in a request: its row decides
 * @param keepServing whether the servers outlive the stage
 * @param analysis what ends a canary
 * @param heap maximum Java heap of a server
 * @param batch how a server joins requests
 * @param requestLog what a server writes down
 */
public record DeploySettings(
        String target,
        String environment,
        Integer port,
        List<Integer> steps,
        Integer seconds,
        Integer requests,
        Traffic traffic,
        String stickyBy,
        boolean keepServing,
        Analysis analysis,
        String heap,
        BatchSettings batch,
        RequestLogSettings requestLog) {

    public static final DeploySettings DEFAULT =
            new DeploySettings(null, null, null, null, null, null, null, null, false, null, null, null, null);

    public DeploySettings {
        target = Defaults.of(target, "local");
        environment = Defaults.of(environment, "production");
        port = Defaults.of(port, 0);
        steps = steps == null ? List.of(10, 50, 100) : List.copyOf(steps);
        seconds = Defaults.of(seconds, 60);
        requests = Defaults.of(requests, 100);
        traffic = Defaults.of(traffic, Traffic.REPLAY);
        stickyBy = Defaults.of(stickyBy, "X-Routing-Key");
        analysis = Defaults.of(analysis, Analysis.DEFAULT);
        heap = Defaults.of(heap, "256m");
        batch = Defaults.of(batch, BatchSettings.DEFAULT);
        requestLog = Defaults.of(requestLog, RequestLogSettings.DEFAULT);
    }

    /** Where requests come from. */
    public enum Traffic {
        /** Held-out rows are sent through the router, with their known labels. */
        REPLAY,
        /** Callers of their own. */
        LIVE
    }

    /**
     * What ends a canary; a check needs {@code DeploySettings.requests} requests, otherwise it is skipped.
     *
     * @param maxErrorRate largest allowed share of answers that are no prediction
     * @param maxLatencyRatio largest allowed p95 of the candidate over that of the champion; judged by the interval of the ratio
     * @param latencyFloorMillis a p95 below this passes whatever the ratio
     * @param maxPredictionShift largest allowed Jensen-Shannon distance (classes) or |Cohen's d| (numbers) between the
     *     predictions of the two
     * @param maxAccuracyDrop where labels are known the largest allowed loss of accuracy against the champion, or for numbers
     *     the largest relative increase of the RMSE; judged by the interval of the difference
     */
    public record Analysis(
            Double maxErrorRate,
            Double maxLatencyRatio,
            Double latencyFloorMillis,
            Double maxPredictionShift,
            Double maxAccuracyDrop) {
        public static final Analysis DEFAULT = new Analysis(null, null, null, null, null);

        public Analysis {
            maxErrorRate = Defaults.of(maxErrorRate, 0.01);
            maxLatencyRatio = Defaults.of(maxLatencyRatio, 2.0);
            latencyFloorMillis = Defaults.of(latencyFloorMillis, 20.0);
            maxPredictionShift = Defaults.of(maxPredictionShift, 0.3);
            maxAccuracyDrop = Defaults.of(maxAccuracyDrop, 0.02);
        }
    }
}
