package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.protocol.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cd4ml train-model}. */
@Command
final class TrainModelCommand extends StageCommand {
    @Option(
            names = "--verify-reproducible",
            description = "train a second time in a process of its own and compare the parameters' SHA-256")
    private boolean verifyReproducible;

    TrainModelCommand() {
        super(Stage.TRAIN_MODEL);
    }

    @Override
    boolean verifyReproducible() {
        return verifyReproducible;
    }
}
