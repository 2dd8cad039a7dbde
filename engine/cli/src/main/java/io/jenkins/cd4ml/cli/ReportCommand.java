package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.pipeline.RunResults;
import io.jenkins.cd4ml.report.Report;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cd4ml report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the report of a run as one self-contained page.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Option(names = "--run", paramLabel = "ID", description = "the run; the newest by default")
    private String run;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to; report.html in the run's folder by default")
    private Path output;

    @Override
    public Integer call() throws IOException {
        RunFolder folder = options.runs().find(run);
        Path page = output == null ? folder.report() : output;
        Report.write(page, RunResults.of(folder));
        System.out.println(page.toAbsolutePath());
        return 0;
    }
}
