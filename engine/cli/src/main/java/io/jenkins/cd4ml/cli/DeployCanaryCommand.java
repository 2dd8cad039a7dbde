package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cd4ml deploy-canary}. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class DeployCanaryCommand extends StageCommand {
    @Option(
            names = "--without-verdict",
            paramLabel = "WHY",
            description = "roll out a version that no passed verdict covers; the history keeps why")
    private String withoutVerdict;

    DeployCanaryCommand() {
        super(Stage.DEPLOY_CANARY);
    }

    @Override
    StageRequest asked(StageRequest request) {
        // Who it was stands in the history beside it.
        return request.but().withoutVerdict(withoutVerdict).build();
    }
}
