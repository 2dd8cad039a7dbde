package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.chain.ModelDigest;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stage {@code trainModel}: from the run's data version to {@code <run>/model/}. Fails only where {@code
 * --verify-reproducible} was asked for and the bits differ; how good the model is, is for {@code validateModel} to judge.
 */
public final class TrainModel implements StageFunction {

    @Override
    public StageOutcome run(StageRequest request, StageContext context) throws IOException, InterruptedException {
        TrainSettings settings = context.configuration().train();
        Manifest manifest = Manifest.read(context.run().manifest());
        Table table = TableLoader.of(context, manifest);
        TrainedRun run = new ModelTraining(context, table).run(request.verifyReproducible());
        List<OutputFile> files = files(context);
        String sha256 = files.stream()
                .filter(file -> file.path().endsWith("/" + ModelFolder.PARAMETERS))
                .map(OutputFile::sha256)
                .findFirst()
                .orElseThrow();
        boolean failed = run.reproduced() != null && !run.reproduced().bits();
        return new StageOutcome(
                failed ? Verdict.FAILED : Verdict.PASSED,
                run.summary() + reproduction(run),
                checks(run, manifest.version(), sha256),
                TrainingReport.of(run.settings(), table, run, sha256),
                files,
                Provenances.of(
                        context,
                        manifest.version(),
                        settings.seed(),
                        run.log().libraries(),
                        run.log().cpu(),
                        run.log().threads()),
                new ChainLink(
                        manifest.version(), ModelDigest.ofFolder(context.run().model()), null, null, null, null));
    }

    private static String reproduction(TrainedRun run) {
        if (run.reproduced() == null) {
            return "";
        }
        return run.reproduced().bits()
                ? "; reproduced to the bit"
                : "; NOT reproduced: a second training gave other bits"
                        + run.reproduced().answers();
    }

    private static List<Check> checks(TrainedRun run, String dataVersion, String sha256) {
        if (run.reproduced() == null) {
            return List.of();
        }
        boolean same = run.reproduced().bits();
        return List.of(
                new Check(
                        "reproducible",
                        "reproducibility",
                        same ? Outcome.PASSED : Outcome.FAILED,
                        null,
                        null,
                        null,
                        null,
                        (long) run.split().train().length,
                        dataVersion,
                        "sha256:" + sha256,
                        same
                                ? "a second training in a process of its own gave the same parameters, sha256:" + sha256
                                : "a second training in a process of its own gave other parameters than sha256:"
                                        + sha256
                                        + run.reproduced().answers()
                                        + ": something besides data, settings and seed decides; compare with train.threads: 1"));
    }

    private static List<OutputFile> files(StageContext context) throws IOException {
        List<OutputFile> files = new ArrayList<>();
        for (Path file : ModelFolder.files(context.run().model())) {
            String path = context.project().relativize(file).toString().replace('\\', '/');
            files.add(new OutputFile("model", path, Sha256.of(file), Files.size(file)));
        }
        return List.copyOf(files);
    }
}
