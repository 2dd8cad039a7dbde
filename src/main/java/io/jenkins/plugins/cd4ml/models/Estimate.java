package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.plugins.cd4ml.results.KeyFigure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Metrics as pages write them: three significant digits, the interval with as many decimals. */
public final class Estimate {
    /** What a model is judged by, the most telling first. */
    private static final List<String> TELLING =
            List.of("accuracy", "f1_macro", "f1", "roc_auc", "r2", "rmse", "mae", "log_loss");

    private static final Map<String, String> NAMES = Map.of(
            "f1", "F1",
            "f1_macro", "F1 (macro)",
            "f1_weighted", "F1 (weighted)",
            "roc_auc", "ROC AUC",
            "r2", "R\u00b2",
            "rmse", "RMSE",
            "mae", "MAE");

    private Estimate() {}

    /** The one metric that speaks for a version; empty where none was computed. */
    @NonNull
    static Optional<MetricValue> telling(@CheckForNull List<MetricValue> metrics) {
        List<MetricValue> whole = metrics == null
                ? List.of()
                : metrics.stream()
                        .filter(Objects::nonNull)
                        .filter(metric -> metric.label() == null && metric.name() != null && metric.value() != null)
                        .toList();
        return TELLING.stream()
                .flatMap(name -> whole.stream().filter(metric -> metric.name().equals(name)))
                .findFirst()
                .or(() -> whole.stream().findFirst());
    }

    /** "Accuracy", "Recall, rain". */
    @NonNull
    public static String name(MetricValue metric) {
        String name = metric.name() == null ? "?" : metric.name();
        String words = name.replace('_', ' ');
        String title = NAMES.getOrDefault(
                name, words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
        return metric.label() == null ? title : title + ", " + metric.label();
    }

    /** "0.910 [0.862, 0.948]"; a dash where the metric is undefined. */
    @NonNull
    public static String of(@CheckForNull Double value, @CheckForNull Interval interval) {
        if (value == null) {
            return "\u2013";
        }
        if (interval == null) {
            return KeyFigure.number(value);
        }
        String format = alike(value, interval.lower(), interval.upper());
        return format == null
                ? KeyFigure.number(value) + " [" + KeyFigure.number(interval.lower()) + ", "
                        + KeyFigure.number(interval.upper()) + "]"
                : String.format(
                        Locale.ROOT,
                        format + " [" + format + ", " + format + "]",
                        value,
                        interval.lower(),
                        interval.upper());
    }

    /** The decimals that give the largest of them three significant digits; null where they need an exponent or none. */
    @CheckForNull
    private static String alike(double... values) {
        double size = DoubleStream.of(values).map(Math::abs).max().orElse(0);
        if (size < 1e-4 || size >= 1000) {
            return null;
        }
        int decimals = size == 1 ? 3 : Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
        return "%." + decimals + "f";
    }
}
