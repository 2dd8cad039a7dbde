package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.deploy.Rollback;
import io.jenkins.cd4ml.protocol.Protocol;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cd4ml rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Gives an environment back to the version that served before; a running router switches at once.")
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "the environment; deploy.environment of cd4ml.yaml by default")
    private String environment;

    @Option(names = "--reason", paramLabel = "SENTENCE", description = "why, for the history")
    private String reason;

    @Override
    public Integer call() throws Exception {
        Rollback.RolledBack done = Rollback.run(ProjectContext.of(options, environment), reason);
        System.out.print(options.json() ? Protocol.write(done) : done.summary() + System.lineSeparator());
        return 0;
    }
}
