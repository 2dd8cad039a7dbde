package io.jenkins.cd4ml.deploy.router;

import java.util.Arrays;

/**
 * Latencies by bucket, each 2.2 % wide: bucket b holds those from 2^(b/32) microseconds up to 2^((b+1)/32), so that all of them times
 * 2^(s/32) are the same counts s buckets higher.
 *
 * @param first bucket of the first count
 * @param counts from there on, without zeros at either end
 */
public record LatencyHistogram(int first, int[] counts) {
    /** Buckets in which a latency doubles. */
    public static final int PER_DOUBLING = 32;

    /** Without any. */
    public static final LatencyHistogram NONE = new LatencyHistogram(0, new int[0]);

    /** Latencies below a microsecond count as one, those above an hour as an hour. */
    private static final double LONGEST_MICROS = 3.6e9;

    private static final double BUCKETS_PER_LOG = PER_DOUBLING / Math.log(2);

    /** The bucket of a latency in nanoseconds. */
    public static int bucket(double nanos) {
        return (int) (Math.log(Math.max(1, Math.min(LONGEST_MICROS, nanos / 1e3))) * BUCKETS_PER_LOG);
    }

    /** How many there are. */
    public long total() {
        return Arrays.stream(counts).asLongStream().sum();
    }

    /** The upper end, in milliseconds, of the bucket that the quantile of rank {@code ceil(share * total)} falls into; null without any. */
    public Double quantileMillis(double share) {
        long rank = (long) Math.ceil(share * total());
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.pow(2, (first + i + 1.0) / PER_DOUBLING) / 1000;
            }
        }
        return null;
    }

    /** Both together. */
    public LatencyHistogram plus(LatencyHistogram other) {
        if (counts.length == 0 || other.counts.length == 0) {
            return counts.length == 0 ? other : this;
        }
        int from = Math.min(first, other.first);
        int to = Math.max(first + counts.length, other.first + other.counts.length);
        int[] sum = new int[to - from];
        for (int i = 0; i < counts.length; i++) {
            sum[first - from + i] += counts[i];
        }
        for (int i = 0; i < other.counts.length; i++) {
            sum[other.first - from + i] += other.counts[i];
        }
        return new LatencyHistogram(from, sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyHistogram that && first == that.first && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * first + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return total() + " latencies";
    }

    /** One that grows; not safe for several threads. */
    static final class Recorder {
        private int first;
        private int[] counts = new int[0];

        void add(double nanos) {
            int bucket = bucket(nanos);
            if (counts.length == 0) {
                first = bucket;
                counts = new int[1];
            } else if (bucket < first) {
                int more = first - bucket;
                int[] wider = new int[counts.length + more];
                System.arraycopy(counts, 0, wider, more, counts.length);
                counts = wider;
                first = bucket;
            } else if (bucket - first >= counts.length) {
                counts = Arrays.copyOf(counts, bucket - first + 1);
            }
            counts[bucket - first]++;
        }

        LatencyHistogram snapshot() {
            return counts.length == 0 ? NONE : new LatencyHistogram(first, counts.clone());
        }

        void replace(LatencyHistogram by) {
            first = by.first;
            counts = by.counts.clone();
        }
    }
}
