package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Stage;
import java.util.List;
import java.util.Map;

/**
 * One figure of one stage, the same from build to build.
 *
 * @param run what the stage's run is called beside {@code build-<number>}; null for the build's own run
 * @param ordinal which of several alike in a build, counted from 1
 * @param name as in the stage's metrics
 * @param gated whether some build held it against a threshold
 */
record Figure(Stage stage, @CheckForNull String run, int ordinal, String name, boolean gated) {
    /** What a stage is looked at for, the most telling first. */
    private static final Map<Stage, List<String>> TELLING = Map.of(
            Stage.VERSION_DATA, List.of("rows", "bytes"),
            Stage.TRAIN_MODEL, List.of("seconds", "validation_loss"),
            Stage.VALIDATE_MODEL,
                    List.of("accuracy", "f1_macro", "balanced_accuracy", "roc_auc", "r2", "rmse", "mae", "log_loss"),
            Stage.PACKAGE_MODEL, List.of("bytes"),
            Stage.DEPLOY_CANARY, List.of("p95_millis", "errors"),
            Stage.CHECK_DRIFT, List.of("share", "drifted_columns"));

    private static final int UNGATED = 100;
    private static final int UNLISTED = 50;
    private static final int OF_ONE_CLASS = 25;

    /** The stage that it is of. */
    StageColumn.Key of() {
        return new StageColumn.Key(stage, run, ordinal);
    }

    /** Tells it from the others of a job, in an address or in a browser's memory: {@code validateModel:accuracy:linear:2}. */
    String key() {
        String key = stage.step() + ':' + name + ':' + (run == null ? "" : run) + ':' + (ordinal > 1 ? ordinal : "");
        int end = key.length();
        while (key.charAt(end - 1) == ':') {
            end--;
        }
        return key.substring(0, end);
    }

    /** The lower, the earlier among those of its stage: gates first, then what the stage is looked at for, single classes last. */
    int rank() {
        int listed = TELLING.get(stage).indexOf(name);
        return (gated ? 0 : UNGATED) + (listed < 0 ? UNLISTED : listed) + (name.indexOf('.') < 0 ? 0 : OF_ONE_CLASS);
    }
}
