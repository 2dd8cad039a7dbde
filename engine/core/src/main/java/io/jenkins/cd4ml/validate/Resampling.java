package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.metrics.Resampled;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.statistics.Clusters;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How intervals are had.
 *
 * @param minRows fewer rows than this get no interval: it would pretend a certainty that is not there
 * @param progress told how many resamples are done
 */
record Resampling(
        int resamples, long seed, double confidence, int minRows, Cancellation cancellation, IntConsumer progress) {

    static Resampling of(ValidateSettings settings, Cancellation cancellation, IntConsumer progress) {
        return new Resampling(settings.resamples(), settings.seed(), settings.confidence(), 2, cancellation, progress);
    }

    /** The same without telling progress. */
    Resampling quiet() {
        return fromRows(minRows);
    }

    /** The same for slices, which get intervals from {@code rows} rows on, and without telling progress. */
    Resampling fromRows(int rows) {
        return new Resampling(resamples, seed, confidence, Math.max(2, rows), cancellation, done -> {});
    }

    /** The same for intervals of another confidence. */
    Resampling at(double level) {
        return new Resampling(resamples, seed, level, minRows, cancellation, progress);
    }

    /** Estimates alone, no intervals. */
    Resampling none() {
        return new Resampling(0, seed, confidence, minRows, cancellation, done -> {});
    }

    /** Of what was found on so many rows; null where there is none. */
    Interval interval(MetricBounds found, int rows) {
        if (found.bounds() == null || Double.isNaN(found.value()) || resamples == 0 || rows < minRows) {
            return null;
        }
        Interval interval = found.bounds().of(confidence);
        return Double.isFinite(interval.lower()) && Double.isFinite(interval.upper()) ? interval : null;
    }

    /** Why there is no interval, a clause; null where the figure itself is undefined. */
    String tooFew(MetricBounds found, int rows) {
        return Double.isNaN(found.value())
                ? null
                : found.tooFew() != null
                        ? found.tooFew()
                        : Sentences.rows(rows) + (rows == 1 ? " is" : " are") + " too few";
    }

    Bootstrap draw(Clusters clusters, Resampled... samples) {
        int times = samples[0].rows() < minRows ? 0 : resamples;
        return Bootstrap.of(List.of(samples), clusters, times, seed, cancellation, progress);
    }
}
