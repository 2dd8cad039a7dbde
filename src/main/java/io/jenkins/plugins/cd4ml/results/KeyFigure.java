package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The one number of a stage that a summary shows. */
public final class KeyFigure {
    /** What a task is judged by, the most telling first. */
    private static final List<String> QUALITY = List.of("accuracy", "f1", "r2", "rmse", "mae", "validation_loss");

    private KeyFigure() {}

    /** As a phrase; null where the stage left no such number. */
    @CheckForNull
    static String of(Stage stage, Map<String, Double> metrics, @CheckForNull Integer version) {
        return switch (stage) {
            case VERSION_DATA ->
                metrics.containsKey("rows") ? Messages.KeyFigure_rows(number(metrics.get("rows"))) : null;
            case TRAIN_MODEL, VALIDATE_MODEL ->
                QUALITY.stream()
                        .filter(metrics::containsKey)
                        .findFirst()
                        .map(name -> Messages.KeyFigure_metric(name.replace('_', ' '), number(metrics.get(name))))
                        .orElse(null);
            case PACKAGE_MODEL ->
                version != null
                        ? Messages.KeyFigure_version(version)
                        : metrics.containsKey("bytes")
                                ? Messages.KeyFigure_size(number(metrics.get("bytes") / 1000))
                                : null;
            case DEPLOY_CANARY -> version == null ? null : Messages.KeyFigure_version(version);
            case CHECK_DRIFT ->
                metrics.containsKey("tested_columns") && metrics.containsKey("drifted_columns")
                        ? Messages.KeyFigure_drifted(
                                number(metrics.get("drifted_columns")), number(metrics.get("tested_columns")))
                        : null;
        };
    }

    /** Three significant digits, whole numbers whole, thousands separated; as the viewer writes them. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (size == Math.rint(size) && size < 1e15 || size >= 1000 && size < 1e7) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size < 1e-4 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
