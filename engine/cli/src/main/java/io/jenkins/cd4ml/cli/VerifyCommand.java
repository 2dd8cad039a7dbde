package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.chain.RunChain;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.pipeline.ChainCheck;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cd4ml verify RUN}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the chain of a run: data, model, verdict with its gates, package, version, deployment.",
            "Each digest is computed again. Exit code 0: all fits; 1: something does not; 2: wrong input."
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "the run; the newest one by default")
    private String run;

    @Override
    public Integer call() throws IOException {
        if (!options.overrides().isEmpty()) {
            throw new InputException("verify checks against the configuration file as it is: leave --set out");
        }
        RunFolder folder = options.runs().find(run);
        RunChain chain = RunChain.of(folder);
        String file = chain.configuration() == null ? options.configuration() : chain.configuration();
        StageContext context = new StageContext(
                options.project(),
                folder,
                ConfigurationReader.read(options.project(), file, Map.of()),
                EventSink.SILENT,
                Cancellation.NEVER,
                Clock.systemUTC(),
                System.getenv());
        List<ChainCheck.Line> lines = ChainCheck.of(
                options.request(Stage.DEPLOY_CANARY, folder.id(), Map.of(), false)
                        .but()
                        .configuration(file)
                        .build(),
                context);
        boolean whole = lines.stream().allMatch(line -> line.problem() == null);
        if (options.json()) {
            System.out.print(Protocol.write(lines));
        } else {
            System.out.println(
                    "run " + folder.id() + ", model " + context.configuration().model() + ", " + file);
            lines.forEach(line -> System.out.println(text(line)));
            System.out.println(whole ? "all fits" : "something does not fit");
        }
        return whole ? 0 : 1;
    }

    private static String text(ChainCheck.Line line) {
        String mark = line.problem() == null ? " " : "!";
        String text = String.format(
                Locale.ROOT,
                "%s %-11s %s%s",
                mark,
                line.what(),
                line.digest() == null ? "" : line.digest() + "  ",
                line.note() == null ? "" : line.note());
        return (line.problem() == null ? text : text.stripTrailing() + "  NOT FITTING: " + line.problem())
                .stripTrailing();
    }
}
