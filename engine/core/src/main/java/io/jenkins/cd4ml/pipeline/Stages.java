package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.data.VersionData;
import io.jenkins.cd4ml.deploy.DeployCanary;
import io.jenkins.cd4ml.drift.CheckDrift;
import io.jenkins.cd4ml.packaging.PackageModel;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.train.TrainModel;
import io.jenkins.cd4ml.validate.ValidateModel;

/** Who does which stage's work. */
final class Stages {
    private Stages() {}

    static StageFunction of(Stage stage) {
        return switch (stage) {
            case VERSION_DATA -> new VersionData();
            case TRAIN_MODEL -> new TrainModel();
            case VALIDATE_MODEL -> new ValidateModel();
            case PACKAGE_MODEL -> new PackageModel();
            case DEPLOY_CANARY -> new DeployCanary();
            case CHECK_DRIFT -> new CheckDrift();
        };
    }
}
