package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.CrossValidation;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.statistics.distribution.TDistribution;

/** Trains and judges each fold, one after the other. */
final class CrossValidating {
    private static final double CONFIDENCE = 0.95;

    private CrossValidating() {}

    /**
     * Judges the settings.
     *
     * @param context hears what the folds' processes say
     */
    static CrossValidation run(StageContext context, FitMemory memory, TrainSettings settings, Folds folds)
            throws IOException, InterruptedException {
        List<CrossValidation.Fold> done = new ArrayList<>();
        for (int i = 0; i < folds.sides().size(); i++) {
            context.cancellation().check();
            Sides sides = folds.sides().get(i);
            FitRecord fit = memory.fit(Quiet.of(context), settings, sides);
            context.events().progress(i + 1, folds.sides().size(), "folds");
            context.events()
                    .message("fold " + (i + 1) + " of " + folds.sides().size() + ": " + Shown.of(fit.metrics()) + " on "
                            + sides.judged().length + " rows");
            done.add(new CrossValidation.Fold(
                    i + 1,
                    sides.train().length,
                    sides.validation().length,
                    sides.judged().length,
                    fit.metrics(),
                    fit.seconds()));
        }
        String method = folds.method().name().toLowerCase(Locale.ROOT);
        return new CrossValidation(method, folds.column(), List.copyOf(done), summaries(done));
    }

    /** Each metric over the folds that have it. */
    static List<CrossValidation.Summary> summaries(List<CrossValidation.Fold> folds) {
        Set<String> names = new LinkedHashSet<>();
        folds.forEach(fold -> names.addAll(fold.metrics().keySet()));
        return names.stream()
                .map(name -> summary(
                        name,
                        folds.stream()
                                .filter(fold -> fold.metrics().containsKey(name))
                                .mapToDouble(fold -> fold.metrics().get(name))
                                .toArray()))
                .toList();
    }

    private static CrossValidation.Summary summary(String name, double[] values) {
        int n = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        if (n < 2) {
            return new CrossValidation.Summary(name, mean, null, null, n);
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double sd = Math.sqrt(squares / (n - 1));
        double half = TDistribution.of(n - 1.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * sd / Math.sqrt(n);
        // Student's t knows nothing of a metric's range: what no mean can be is cut off.
        Optional<MetricName> metric = MetricName.find(name);
        double lower = Math.max(mean - half, metric.map(MetricName::lowest).orElse(Double.NEGATIVE_INFINITY));
        double upper = Math.min(mean + half, metric.map(MetricName::highest).orElse(Double.POSITIVE_INFINITY));
        return new CrossValidation.Summary(name, mean, sd, new Interval(lower, upper, CONFIDENCE), n);
    }
}
