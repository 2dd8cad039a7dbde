package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.deploy.Promotion;
import io.jenkins.cd4ml.protocol.Protocol;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cd4ml promote}. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a version the champion of an environment by hand, without a canary; a running router switches at once.",
            "The reason, and what is known of the version's verdict, stand in the history."
        })
final class PromoteCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "VERSION", description = "number of the version, as 'cd4ml models' shows it")
    private int version;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "the environment; deploy.environment of cd4ml.yaml by default")
    private String environment;

    @Option(names = "--reason", paramLabel = "SENTENCE", required = true, description = "why, for the history")
    private String reason;

    @Override
    public Integer call() throws Exception {
        Promotion.Promoted done = Promotion.run(ProjectContext.of(options, environment), version, reason);
        System.out.print(options.json() ? Protocol.write(done) : done.summary() + System.lineSeparator());
        return 0;
    }
}
