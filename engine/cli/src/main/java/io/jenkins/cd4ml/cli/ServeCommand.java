package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.deploy.ServeAlias;
import io.jenkins.cd4ml.deploy.launch.WorkerLauncher;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cd4ml serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Serves the version that an alias points to, and takes the next one without a pause when the alias moves.")
final class ServeCommand implements Callable<Integer> {
    /** The server had to be killed. */
    private static final int FAULT = 3;

    @Mixin
    private ProjectOptions options;

    @Option(
            names = "--alias",
            paramLabel = "NAME",
            description = "alias in the local registry; deploy.environment of cd4ml.yaml by default")
    private String alias;

    @Option(names = "--port", paramLabel = "PORT", description = "on 127.0.0.1; deploy.port of cd4ml.yaml by default")
    private Integer port;

    @Override
    public Integer call() throws Exception {
        StageContext context = ProjectContext.of(options, null);
        boolean whole = new ServeAlias(
                        context,
                        alias == null ? context.configuration().deploy().environment() : alias,
                        port == null ? context.configuration().deploy().port() : port,
                        new WorkerLauncher(context.environment(), false, EventSink.SILENT),
                        System.out::println)
                .run(Interruption.listen());
        return whole ? 0 : FAULT;
    }
}
