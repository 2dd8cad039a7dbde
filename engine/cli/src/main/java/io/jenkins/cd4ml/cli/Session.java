package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.pipeline.RunResults;
import io.jenkins.cd4ml.pipeline.StageRunner;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.report.Report;
import io.jenkins.cd4ml.stage.Kept;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One invocation of the command line: runs stages, says how they ended, leaves a report. */
final class Session implements Closeable {
    private final ProjectOptions options;
    private final RunFolder run;
    private final Console console = Console.ofSystem();
    private final StageRunner runner;
    private final Kept kept = new Kept();
    private final List<StageResult> results = new ArrayList<>();

    /**
     * A session over one run.
     *
     * @param overrides over the whole of {@code cd4ml.yaml}
     */
    Session(ProjectOptions options, RunFolder run, Map<String, Object> overrides) {
        this.options = options;
        this.run = run;
        this.runner = new StageRunner(console, Interruption.listen(), Clock.systemUTC(), System.getenv(), overrides)
                .keeping(kept);
    }

    /** Runs one stage and tells its verdict. */
    StageResult stage(StageRequest request) throws IOException {
        if (request.stage() == Stage.DEPLOY_CANARY) {
            // It may wait for hours, and needs none of the processes that the stages before it have kept.
            kept.close();
        }
        StageResult result = runner.run(request, run);
        results.add(result);
        if (!options.json()) {
            console.result(result);
        }
        return result;
    }

    /** Writes the report of the whole run, prints JSON where asked for, and gives the exit code: that of the last stage. */
    int finish(boolean single) throws IOException {
        String report = "";
        try {
            Report.write(run.report(), RunResults.of(run));
            report = "report: " + run.report();
        } catch (IOException | RuntimeException e) {
            // The stages have their verdict: it does not depend on a page.
            report = "no report could be written: " + e;
        }
        if (options.json()) {
            byte[] json = Protocol.write(single ? results.get(0) : results).getBytes(StandardCharsets.UTF_8);
            System.out.write(json);
            System.out.flush();
        }
        System.err.println(report);
        return results.get(results.size() - 1).verdict().exitCode();
    }

    /** Ends the processes that the stages have kept. */
    @Override
    public void close() throws IOException {
        kept.close();
    }
}
