package io.jenkins.cd4ml.deploy.router;

/**
 * What candidate and champion answered to requests of the same few seconds: whatever disturbs the machine then disturbs both.
 *
 * @param startMillis since the weight was set
 */
public record TrafficBlock(long startMillis, Side candidate, Side champion) {

    /**
     * One version in a block.
     *
     * @param answered requests with a prediction
     * @param errors requests without one, though the row was right or the version could not be reached
     * @param latencies of those that were answered
     */
    public record Side(long answered, long errors, LatencyHistogram latencies) {
        /** Without a request. */
        public static final Side NONE = new Side(0, 0, LatencyHistogram.NONE);

        /** Answered or not. */
        public long asked() {
            return answered + errors;
        }

        Side plus(Side other) {
            return new Side(answered + other.answered, errors + other.errors, latencies.plus(other.latencies));
        }
    }

    /** This one and the one that follows it. */
    public TrafficBlock plus(TrafficBlock next) {
        return new TrafficBlock(startMillis, candidate.plus(next.candidate), champion.plus(next.champion));
    }
}
