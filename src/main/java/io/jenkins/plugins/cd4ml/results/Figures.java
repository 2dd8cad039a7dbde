package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.StageDetail;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The few figures of a result that are kept in the build itself. What an agent made up is cut to a decent size. */
final class Figures {
    private static final int MOST = 60;
    private static final int LONGEST_NAME = 100;

    private Figures() {}

    /** A text of bounded length without control characters. */
    @CheckForNull
    static String text(@CheckForNull String text) {
        return PlainText.line(text);
    }

    /** How many ran: of very many not all are listed. */
    private static double epochs(List<TrainModelDetail.Epoch> listed) {
        return listed.isEmpty() ? 0 : listed.get(listed.size() - 1).epoch();
    }

    /** Figures by name; those of a single class as {@code recall.rain}. */
    static Map<String, Double> metrics(StageResult result) {
        Map<String, Double> metrics = new TreeMap<>();
        StageDetail detail = result.detail();
        if (detail instanceof VersionDataDetail data) {
            put(metrics, "rows", (double) data.rows());
            put(metrics, "files", (double) data.files());
            put(metrics, "bytes", (double) data.bytes());
        } else if (detail instanceof TrainModelDetail training) {
            put(metrics, "epochs", epochs(training.epochs()));
            put(metrics, "best_epoch", (double) training.bestEpoch());
            put(metrics, "seconds", training.seconds());
            training.epochs().stream()
                    .filter(epoch -> epoch.epoch() == training.bestEpoch())
                    .findFirst()
                    .ifPresent(epoch -> {
                        put(metrics, "train_loss", epoch.trainLoss());
                        put(metrics, "validation_loss", epoch.validationLoss());
                        epoch.metrics().forEach((name, value) -> put(metrics, name, value));
                    });
        } else if (detail instanceof ValidateModelDetail validation) {
            for (MetricValue metric : validation.metrics()) {
                put(metrics, name(metric), metric.value());
            }
        } else if (detail instanceof PackageModelDetail packaged) {
            put(metrics, "bytes", (double) packaged.bytes());
        } else if (detail instanceof DeployCanaryDetail deployed
                && !deployed.steps().isEmpty()) {
            DeployCanaryDetail.Traffic last =
                    deployed.steps().get(deployed.steps().size() - 1).candidate();
            if (last != null) {
                put(metrics, "requests", (double) last.requests());
                put(metrics, "errors", (double) last.errors());
                put(metrics, "p95_millis", last.p95Millis());
                put(metrics, "accuracy", last.accuracy());
                put(metrics, "rmse", last.rmse());
            }
        } else if (detail instanceof CheckDriftDetail drift) {
            put(metrics, "share", drift.share());
            put(metrics, "drifted_columns", (double) drift.driftedColumns());
            put(metrics, "tested_columns", (double) drift.testedColumns());
        }
        return metrics;
    }

    /** {@code recall.rain}. */
    static String name(MetricValue metric) {
        return PlainText.line(metric.label() == null ? metric.name() : metric.name() + "." + metric.label());
    }

    @CheckForNull
    static Integer version(StageResult result) {
        ModelReference reference = null;
        if (result.detail() instanceof PackageModelDetail packaged) {
            reference = packaged.reference();
        } else if (result.detail() instanceof DeployCanaryDetail deployed) {
            reference = deployed.candidate();
        } else if (result.detail() instanceof CheckDriftDetail drift) {
            reference = drift.model();
        }
        return reference == null ? null : reference.version();
    }

    @CheckForNull
    static String dataVersion(StageResult result) {
        if (result.detail() instanceof VersionDataDetail data) {
            return text(data.version());
        }
        return result.provenance() == null ? null : text(result.provenance().dataVersion());
    }

    static int count(StageResult result, Outcome outcome) {
        return (int) result.checks().stream()
                .filter(check -> check.outcome() == outcome)
                .count();
    }

    private static void put(Map<String, Double> metrics, @CheckForNull String name, @CheckForNull Double value) {
        if (name != null && value != null && name.length() <= LONGEST_NAME && metrics.size() < MOST) {
            metrics.put(PlainText.line(name), value);
        }
    }
}
