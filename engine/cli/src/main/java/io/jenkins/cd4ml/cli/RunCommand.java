package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All stages, one after the other, until one of them does not pass. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs all stages of cd4ml.yaml in a new run and stops at the first that does not pass.",
            "check-drift runs where drift.current is set. --set keys begin with their section: train.epochs=5"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Option(names = "--run", paramLabel = "ID", description = "name of the new run; made from the time by default")
    private String run;

    @Option(
            names = "--verify-reproducible",
            description = "train a second time in a process of its own and compare the parameters' SHA-256")
    private boolean verifyReproducible;

    @Option(
            names = "--until",
            paramLabel = "STAGE",
            converter = StageConverter.class,
            description = "the last stage to run, such as package-model")
    private Stage until = Stage.CHECK_DRIFT;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> overrides = options.overrides();
        Configuration configuration = ConfigurationReader.read(options.project(), options.configuration(), overrides);
        boolean theirs = configuration.validate().model() != null
                || configuration.validate().predictions() != null;
        boolean onlyTheirs = theirs
                && !ConfigurationReader.has(options.project(), options.configuration(), "train")
                && !overrides.containsKey("train");
        RunFolder folder = options.runs().create(run, Clock.systemUTC());
        try (Session session = new Session(options, folder, overrides)) {
            return run(session, configuration, folder, onlyTheirs);
        }
    }

    private int run(Session session, Configuration configuration, RunFolder folder, boolean onlyTheirs)
            throws IOException {
        boolean drift = !configuration.drift().current().isEmpty();
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(until) > 0 || stage == Stage.CHECK_DRIFT && !drift) {
                break;
            }
            if (onlyTheirs && stage == Stage.TRAIN_MODEL) {
                continue;
            }
            if (onlyTheirs
                    && stage == Stage.PACKAGE_MODEL
                    && configuration.validate().model() == null) {
                System.err.println(
                        "stopped after validateModel: predictions were judged, and they answer no other rows; name the"
                                + " model itself in validate.model to package it");
                break;
            }
            Verdict verdict = session.stage(options.request(stage, folder.id(), Map.of(), verifyReproducible))
                    .verdict();
            if (verdict != Verdict.PASSED) {
                break;
            }
        }
        return session.finish(false);
    }
}
