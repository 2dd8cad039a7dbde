package io.jenkins.plugins.cd4ml.results;

import io.jenkins.cd4ml.protocol.Stage;

/** What the stages are called on pages. */
final class StageNames {
    private StageNames() {}

    static String of(Stage stage) {
        return switch (stage) {
            case VERSION_DATA -> Messages.StageNames_versionData();
            case TRAIN_MODEL -> Messages.StageNames_trainModel();
            case VALIDATE_MODEL -> Messages.StageNames_validateModel();
            case PACKAGE_MODEL -> Messages.StageNames_packageModel();
            case DEPLOY_CANARY -> Messages.StageNames_deployCanary();
            case CHECK_DRIFT -> Messages.StageNames_checkDrift();
        };
    }
}
