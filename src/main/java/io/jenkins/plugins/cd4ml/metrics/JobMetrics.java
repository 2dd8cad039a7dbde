package io.jenkins.plugins.cd4ml.metrics;

import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.plugins.cd4ml.metrics.LastBuild.StageFigures;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the last build of each job left. */
final class JobMetrics {
    private JobMetrics() {}

    static void add(Exposition page, String job, LastBuild build) {
        Map<String, String> labels = Map.of("job_name", job);
        page.gauge("cd4ml_last_build_number", "Number of the job's last build.", labels, build.number());
        page.moment(
                "cd4ml_last_build_timestamp_seconds",
                "When the job's last build began.",
                labels,
                Instant.ofEpochMilli(build.started()));
        page.gauge(
                "cd4ml_last_build_duration_seconds",
                "How long the job's last build took.",
                labels,
                build.millis() / 1000.0);
        page.gauge("cd4ml_last_build_success", "1 where it ended with success.", labels, build.success() ? 1 : 0);
        build.stages().forEach(stage -> add(page, job, stage));
    }

    private static void add(Exposition page, String job, StageFigures stage) {
        Map<String, String> labels = labels(job, stage);
        page.gauge(
                "cd4ml_stage_passed",
                "1 where the stage passed in the last build.",
                with(labels, "stage", stage.stage()),
                Verdict.PASSED.name().equals(stage.verdict()) ? 1 : 0);
        page.gauge(
                "cd4ml_stage_inconclusive",
                "1 where the data could not decide in the last build.",
                with(labels, "stage", stage.stage()),
                Verdict.INCONCLUSIVE.name().equals(stage.verdict()) ? 1 : 0);
        page.gauge(
                "cd4ml_stage_duration_seconds",
                "How long the stage took in the last build.",
                with(labels, "stage", stage.stage()),
                stage.millis() / 1000.0);
        Map.of(
                        "passed", stage.passed(),
                        "failed", stage.failed(),
                        "inconclusive", stage.inconclusive(),
                        "skipped", stage.skipped())
                .forEach((outcome, count) -> page.gauge(
                        "cd4ml_stage_checks",
                        "Checks of the stage in the last build: gates, expectations, columns.",
                        with(with(labels, "stage", stage.stage()), "outcome", outcome),
                        count));
        switch (Stage.ofStep(stage.stage())) {
            case VERSION_DATA -> {
                figure(page, "cd4ml_data_rows", "Rows of the data.", labels, stage, "rows");
                figure(page, "cd4ml_data_bytes", "Size of the data.", labels, stage, "bytes");
            }
            case TRAIN_MODEL ->
                figure(
                        page,
                        "cd4ml_training_duration_seconds",
                        "How long the training took.",
                        labels,
                        stage,
                        "seconds");
            case VALIDATE_MODEL -> stage.metrics().forEach((name, value) -> validation(page, labels, name, value));
            case DEPLOY_CANARY -> canary(page, labels, stage);
            case CHECK_DRIFT -> drift(page, labels, stage);
            case PACKAGE_MODEL -> {}
        }
    }

    private static void validation(Exposition page, Map<String, String> labels, String name, Double value) {
        int dot = name.indexOf('.');
        page.gauge(
                "cd4ml_validation_metric",
                "Metric of the model that was validated last; class is empty for the whole.",
                with(
                        with(labels, "metric", dot < 0 ? name : name.substring(0, dot)),
                        "class",
                        dot < 0 ? "" : name.substring(dot + 1)),
                value);
    }

    private static void canary(Exposition page, Map<String, String> labels, StageFigures stage) {
        boolean promoted = Verdict.PASSED.name().equals(stage.verdict());
        boolean rolledBack = Verdict.FAILED.name().equals(stage.verdict())
                || Verdict.INCONCLUSIVE.name().equals(stage.verdict());
        page.gauge(
                "cd4ml_canary_promoted",
                "How the last canary ended: 1 promoted, 0 rolled back.",
                labels,
                promoted ? Integer.valueOf(1) : rolledBack ? 0 : null);
        page.gauge("cd4ml_canary_version", "Version that the last canary tried.", labels, stage.version());
    }

    private static void drift(Exposition page, Map<String, String> labels, StageFigures stage) {
        figure(page, "cd4ml_drift_share_ratio", "Share of the columns that drifted.", labels, stage, "share");
        page.gauge(
                "cd4ml_drift_threshold_ratio",
                "Share of the columns from which on the data set has drifted.",
                labels,
                stage.thresholds().get("share"));
        figure(page, "cd4ml_drift_drifted_columns", "Columns that drifted.", labels, stage, "drifted_columns");
        figure(page, "cd4ml_drift_tested_columns", "Columns that were tested.", labels, stage, "tested_columns");
    }

    private static void figure(
            Exposition page, String name, String help, Map<String, String> labels, StageFigures stage, String figure) {
        page.gauge(name, help, labels, stage.metrics().get(figure));
    }

    /** {@code job} is what Prometheus calls its own; this one is {@code job_name}. */
    static Map<String, String> labels(String job, StageFigures stage) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("job_name", job);
        labels.put("run", stage.which());
        labels.put("model", stage.model() == null ? "" : stage.model());
        return labels;
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(name, value);
        return more;
    }
}
