package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.jenkins.cd4ml.protocol.layout.Environments;
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
 * @param tokenFile file with the token that predictions and labels need; null: they need none
 * @param keepServing whether the servers outlive the stage
 * @param requireVerdict whether only a version that a passed verdict covers is rolled out; counts in the file alone
 * @param analysis what ends a canary
 * @param labels late labels that a step waits for; null: it waits for none
 * @param holdBack percent of live traffic that stays with the champion at the step of 100, so that there is something to compare with
 * @param onInconclusive what follows a step whose checks are neither passed nor failed: one word for all steps, or one for each
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
        String tokenFile,
        boolean keepServing,
        Analysis analysis,
        LabelSettings labels,
        Integer holdBack,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Inconclusive> onInconclusive,
        String heap,
        BatchSettings batch,
        RequestLogSettings requestLog,
        Boolean requireVerdict) {

    public static final DeploySettings DEFAULT = new DeploySettings(
            null, null, null, null, null, null, null, null, null, false, null, null, null, null, null, null, null,
            null);

    public DeploySettings {
        target = Defaults.of(target, "local");
        environment = Defaults.of(environment, Environments.DEFAULT);
        port = Defaults.of(port, 0);
        steps = steps == null ? List.of(10, 50, 100) : List.copyOf(steps);
        seconds = Defaults.of(seconds, 60);
        requests = Defaults.of(requests, 100);
        traffic = Defaults.of(traffic, Traffic.REPLAY);
        stickyBy = Defaults.of(stickyBy, "X-Routing-Key");
        analysis = Defaults.of(analysis, Analysis.DEFAULT);
        holdBack = Defaults.of(holdBack, 5);
        onInconclusive = onInconclusive == null ? List.of(Inconclusive.CONTINUE) : List.copyOf(onInconclusive);
        heap = Defaults.of(heap, "256m");
        batch = Defaults.of(batch, BatchSettings.DEFAULT);
        requestLog = Defaults.of(requestLog, RequestLogSettings.DEFAULT);
        requireVerdict = Defaults.of(requireVerdict, true);
    }

    /** Where requests come from. */
    public enum Traffic {
        /** Held-out rows are sent through the router, with their known labels. */
        REPLAY,
        /** Callers of their own. */
        LIVE
    }

    /** What follows a step whose checks are neither passed nor failed. */
    public enum Inconclusive {
        /** The next step, and what was not shown stands in the headline. */
        CONTINUE,
        /** More requests at this step, until there is an answer or its time is over; then the canary is rolled back. */
        WAIT,
        /** The canary is rolled back. */
        ROLLBACK
    }

    /** What follows the step of that number, counted from 0, where it is inconclusive. */
    public Inconclusive onInconclusive(int step) {
        return onInconclusive.get(Math.min(step, onInconclusive.size() - 1));
    }

    /** Percent of the traffic that goes to the candidate at a step of live traffic. */
    public int weight(int step) {
        return Math.min(step, 100 - holdBack);
    }

    /**
     * What ends a canary. Each limit is the largest change against the champion that may be overlooked: a check fails where the
     * candidate is shown to be worse and that much cannot be excluded, passes where that much is excluded, and is inconclusive
     * between them.
     *
     * @param maxErrorIncrease of the share of requests without a prediction, against the champion at the same time
     * @param maxErrorRate the share itself, for a first version, which has no champion to be compared with
     * @param maxLatencyRatio p95 of the candidate over that of the champion at the same time; null: {@link #latencyRatio} decides
     * @param latencyFloorMillis a p95 below this passes whatever the ratio
     * @param maxPredictionShift Jensen-Shannon distance (classes) or |Cohen's d| (numbers) between the predictions of the two; a check
     *     fails where more is shown
     * @param maxAccuracyDrop loss of accuracy on the same rows, or for numbers the relative increase of the RMSE
     * @param falseAlarms largest probability that a candidate that is no worse is rolled back, over all looks, checks and steps
     */
    public record Analysis(
            Double maxErrorIncrease,
            Double maxErrorRate,
            Double maxLatencyRatio,
            Double latencyFloorMillis,
            Double maxPredictionShift,
            Double maxAccuracyDrop,
            Double falseAlarms) {
        public static final Analysis DEFAULT = new Analysis(null, null, null, null, null, null, null);

        public Analysis {
            maxErrorIncrease = Defaults.of(maxErrorIncrease, 0.01);
            maxErrorRate = Defaults.of(maxErrorRate, 0.01);
            latencyFloorMillis = Defaults.of(latencyFloorMillis, 20.0);
            maxPredictionShift = Defaults.of(maxPredictionShift, 0.3);
            maxAccuracyDrop = Defaults.of(maxAccuracyDrop, 0.02);
            falseAlarms = Defaults.of(falseAlarms, 0.05);
        }

        /**
         * The limit of the latencies' ratio. Unless it is set, a rehearsal has a wider one: its one caller, on the machine that builds, finds a
         * version that is slow, and must not end one for what else runs there.
         */
        public double latencyRatio(boolean rehearsed) {
            return Defaults.of(maxLatencyRatio, rehearsed ? 2 : 1.2);
        }
    }
}
