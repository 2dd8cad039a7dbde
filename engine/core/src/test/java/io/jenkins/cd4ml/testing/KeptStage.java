package io.jenkins.cd4ml.testing;

import io.jenkins.cd4ml.chain.Gates;
import io.jenkins.cd4ml.chain.StageWork;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageDetail;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Leaves in a run what a stage leaves when it has ended: its result, and the line of the chain that names it. */
public record KeptStage(RunFolder run, String model) {

    public String of(Stage stage, Verdict verdict, ChainLink link) throws IOException {
        return of(stage, verdict, List.of(), null, null, link, Instant.EPOCH);
    }

    /** Returns {@code sha256:…} of the result. */
    public String of(
            Stage stage,
            Verdict verdict,
            List<Check> checks,
            StageDetail detail,
            Provenance provenance,
            ChainLink link,
            Instant started)
            throws IOException {
        Files.createDirectories(run.path());
        StageWork work = StageWork.begin(run, stage, Clock.systemUTC());
        StageResult result = StageResult.of(stage, run.id(), model, verdict, stage.step() + " " + verdict)
                .checks(checks)
                .detail(detail)
                .provenance(provenance)
                .link(link)
                .time(started, started.plusSeconds(10))
                .build();
        Path file = run.path().resolve("result.tmp");
        Files.writeString(file, Protocol.write(result));
        work.end(file);
        return "sha256:" + io.jenkins.cd4ml.store.Sha256.of(run.result(stage));
    }

    /** A verdict over that model and that data, under the gates of a configuration. */
    public static ChainLink judged(String dataVersion, String model, Configuration configuration) {
        Gates gates = Gates.of(configuration);
        return new ChainLink(dataVersion, model, gates.digest(), null, null, null, gates.rules(), null);
    }
}
