package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import org.apache.datasketches.kll.KllDoublesSketch;

/** Counts the traffic of one version during one step; latencies in a KLL sketch (exact up to 1,000 answers). */
final class TrafficStatistics {
    private static final int K = 1000;

    /** Quantile 0.9875 of the standard normal distribution: two such intervals together keep 95 % (Bonferroni). */
    private static final double Z = 2.241402727604947;

    private final KllDoublesSketch millis = KllDoublesSketch.newHeapInstance(K);
    private PredictionSummary predictions = PredictionSummary.none();
    private long requests;
    private long errors;
    private long rejected;
    private long fallbacks;
    private long shadows;
    private long shadowErrors;
    private final boolean candidate;
    private final TrafficBlocks blocks;

    /** {@code blocks}: where what it counts is counted by time, too. */
    TrafficStatistics(boolean candidate, TrafficBlocks blocks) {
        this.candidate = candidate;
        this.blocks = blocks;
    }

    /** Why the version was asked. */
    enum Kind {
        /** The split sent a caller there. */
        ROUTED,
        /** The other version did not answer. */
        FALLBACK,
        /** The driver replays a row, and asks the version that the split did not choose. */
        SHADOW,
        /** The driver asks for the other version's answer to a row that was answered long ago: no traffic, so it is not counted. */
        SECOND
    }

    synchronized void answered(Kind kind, long nanos, PredictionSummary summary) {
        switch (kind) {
            case ROUTED -> {
                requests++;
                if (summary != null) {
                    predictions = predictions.plus(summary);
                }
            }
            case FALLBACK -> fallbacks++;
            case SHADOW -> shadows++;
            case SECOND -> {
                return;
            }
        }
        millis.update(nanos / 1e6);
        if (kind != Kind.FALLBACK) {
            // The callers of the other version who were brought here are no fair sample.
            blocks.answered(candidate, System.nanoTime(), nanos);
        }
    }

    /** {@code nanos}: how long the caller waited for it. */
    synchronized void failed(Kind kind, long nanos) {
        if (kind == Kind.ROUTED || kind == Kind.SHADOW) {
            blocks.failed(candidate, System.nanoTime(), nanos);
        }
        switch (kind) {
            case ROUTED -> {
                requests++;
                errors++;
            }
            case SHADOW -> {
                shadows++;
                shadowErrors++;
            }
            case FALLBACK, SECOND -> {
                // The caller's failure is counted where the split had sent it.
            }
        }
    }

    synchronized void rejected() {
        requests++;
        rejected++;
    }

    synchronized TrafficSnapshot snapshot() {
        boolean empty = millis.isEmpty();
        double spread = Z * Math.sqrt(0.95 * 0.05 / millis.getN());
        return new TrafficSnapshot(
                requests,
                errors,
                rejected,
                fallbacks,
                shadows,
                shadowErrors,
                millis.getN(),
                empty ? null : millis.getQuantile(0.5),
                empty ? null : millis.getQuantile(0.95),
                empty ? null : millis.getQuantile(Math.max(0, 0.95 - spread)),
                empty ? null : millis.getQuantile(Math.min(1, 0.95 + spread)),
                predictions);
    }
}
