package io.jenkins.plugins.cd4ml.results;

import io.jenkins.cd4ml.protocol.Stage;

/** What the stages are called on pages, and how each one ends. */
public final class StageNames {
    private StageNames() {}

    /** {@code Validation}. */
    public static String of(Stage stage) {
        return switch (stage) {
            case VERSION_DATA -> Messages.StageNames_versionData();
            case TRAIN_MODEL -> Messages.StageNames_trainModel();
            case VALIDATE_MODEL -> Messages.StageNames_validateModel();
            case PACKAGE_MODEL -> Messages.StageNames_packageModel();
            case DEPLOY_CANARY -> Messages.StageNames_deployCanary();
            case CHECK_DRIFT -> Messages.StageNames_checkDrift();
        };
    }

    static String passed(Stage stage) {
        return switch (stage) {
            case VERSION_DATA -> Messages.Passed_versionData();
            case TRAIN_MODEL -> Messages.Passed_trainModel();
            case VALIDATE_MODEL -> Messages.Passed_validateModel();
            case PACKAGE_MODEL -> Messages.Passed_packageModel();
            case DEPLOY_CANARY -> Messages.Passed_deployCanary();
            case CHECK_DRIFT -> Messages.Passed_checkDrift();
        };
    }

    static String failed(Stage stage) {
        return switch (stage) {
            case VERSION_DATA -> Messages.Failed_versionData();
            case TRAIN_MODEL -> Messages.Failed_trainModel();
            case VALIDATE_MODEL -> Messages.Failed_validateModel();
            case PACKAGE_MODEL -> Messages.Failed_packageModel();
            case DEPLOY_CANARY -> Messages.Failed_deployCanary();
            case CHECK_DRIFT -> Messages.Failed_checkDrift();
        };
    }

    /** The symbol in the side panel and in the summary. */
    static String icon(Stage stage) {
        String name =
                switch (stage) {
                    case VERSION_DATA -> "server";
                    case TRAIN_MODEL -> "school";
                    case VALIDATE_MODEL -> "ribbon";
                    case PACKAGE_MODEL -> "cube";
                    case DEPLOY_CANARY -> "rocket";
                    case CHECK_DRIFT -> "pulse";
                };
        return "symbol-" + name + "-outline plugin-ionicons-api";
    }
}
