package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The six stages, in the order the data flows. */
public enum Stage {
    VERSION_DATA("versionData", "version-data", "data"),
    TRAIN_MODEL("trainModel", "train-model", "train"),
    VALIDATE_MODEL("validateModel", "validate-model", "validate"),
    PACKAGE_MODEL("packageModel", "package-model", "package"),
    DEPLOY_CANARY("deployCanary", "deploy-canary", "deploy"),
    CHECK_DRIFT("checkDrift", "check-drift", "drift");

    private final String step;
    private final String command;
    private final String section;

    Stage(String step, String command, String section) {
        this.step = step;
        this.command = command;
        this.section = section;
    }

    /** The name of the pipeline step, which is also the name in JSON: {@code trainModel}. */
    @JsonValue
    public String step() {
        return step;
    }

    /** The command on the command line, which also names the stage's files: {@code train-model}. */
    public String command() {
        return command;
    }

    /** The section of {@code cd4ml.yaml} that the stage reads: {@code train}. */
    public String section() {
        return section;
    }

    /** The stage of that step name; throws {@link IllegalArgumentException} naming the six for any other. */
    @JsonCreator
    public static Stage ofStep(String step) {
        return Arrays.stream(values())
                .filter(stage -> stage.step.equals(step))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage is called '" + step + "'; the stages are "
                        + Arrays.stream(values()).map(Stage::step).toList()));
    }
}
