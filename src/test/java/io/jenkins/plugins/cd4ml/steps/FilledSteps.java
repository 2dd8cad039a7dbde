package io.jenkins.plugins.cd4ml.steps;

import java.util.List;

/** The six steps with something in every field. */
final class FilledSteps {
    static final String JDK = "jdk 21";
    static final String PACKS = "packs";

    private FilledSteps() {}

    static List<StageStep> all() {
        return List.of(versionData(), trainModel(), validateModel(), packageModel(), deployCanary(), checkDrift());
    }

    private static <S extends StageStep> S common(S step, String onFail) {
        step.setOnFail(onFail);
        step.setProject("models/a");
        step.setConfig("other.yaml");
        step.setRun("mine");
        step.setJdk(JDK);
        step.setHeap("1g");
        step.setPacks(PACKS);
        step.setSettings("# as \"agreed\"\nhidden=[8, 4]\npatience=0");
        return step;
    }

    private static VersionDataStep versionData() {
        VersionDataStep step = common(new VersionDataStep(), "unstable");
        step.setPath("data/**/*.csv");
        return step;
    }

    private static TrainModelStep trainModel() {
        TrainModelStep step = common(new TrainModelStep(), "continue");
        step.setAlgorithm("xgboost");
        step.setEpochs(3);
        step.setSeed(4_000_000_000L);
        step.setVerifyReproducible(true);
        return step;
    }

    private static ValidateModelStep validateModel() {
        ValidateModelStep step = common(new ValidateModelStep(), "unstable");
        step.setSplit("all");
        step.setFirstModel("reject");
        return step;
    }

    private static PackageModelStep packageModel() {
        return common(new PackageModelStep(), "unstable");
    }

    private static DeployCanaryStep deployCanary() {
        DeployCanaryStep step = common(new DeployCanaryStep(), "unstable");
        step.setEnvironment("staging");
        step.setTraffic("live");
        step.setKeepServing(true);
        return step;
    }

    private static CheckDriftStep checkDrift() {
        CheckDriftStep step = common(new CheckDriftStep(), "fail");
        step.setCurrent("requests/*.jsonl");
        step.setShare(0.3);
        step.setRetrain("../weather");
        step.setRetrainParameters("ALGORITHM=mlp\nREASON=it's \"drift\"");
        step.setRetrainCooldown("7d");
        return step;
    }
}
