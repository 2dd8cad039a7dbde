package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.deploy.Serving;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.ServingProcess;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.StageContext;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cd4ml serving}. */
@Command(
        name = "serving",
        mixinStandardHelpOptions = true,
        description = "Shows what serves an environment on this machine, or stops it.")
final class ServingCommand implements Callable<Integer> {
    /** What to do. */
    enum Action {
        status,
        stop
    }

    @Mixin
    private ProjectOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "ACTION",
            defaultValue = "status",
            description = "${COMPLETION-CANDIDATES}; status by default")
    private Action action;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "the environment; deploy.environment of cd4ml.yaml by default")
    private String environment;

    @Override
    public Integer call() throws Exception {
        StageContext context = ProjectContext.of(options, environment);
        String place = context.configuration().deploy().environment();
        List<ServingProcess> processes = action == Action.stop
                ? Serving.stop(context.home(), place)
                : Serving.status(context.home(), place).map(Serving::processes).orElse(List.of());
        if (options.json()) {
            System.out.print(Protocol.write(processes));
            return 0;
        }
        if (processes.isEmpty()) {
            System.out.println("nothing serves " + place + " here");
        }
        for (ServingProcess process : processes) {
            System.out.println((action == Action.stop ? "stopped " : "") + process.role() + "  pid " + process.pid()
                    + "  " + process.url());
        }
        return 0;
    }
}
