package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code validateModel}: judges the run's model on held-out rows, holds the gates against what was measured, compares with the
 * champion, and writes {@code validate/junit.xml}.
 */
public final class ValidateModel implements StageFunction {
    private final Models models;

    public ValidateModel() {
        this(new InstalledModels());
    }

    ValidateModel(Models models) {
        this.models = models;
    }

    /** The models that take part, and what they predict. */
    interface Models {
        /** What the run's model says about these rows of the table. */
        Predictions candidate(StageContext context, Path modelFolder, Table table, int[] rows)
                throws IOException, InterruptedException;

        /** What serves now; empty where nothing does. */
        Optional<ModelReference> champion(StageRequest request, StageContext context) throws IOException;

        /** What a packaged model says about all rows of the table. */
        Predictions packaged(StageContext context, Path packageFolder, Table rows)
                throws IOException, InterruptedException;
    }

    @Override
    public StageOutcome run(StageRequest request, StageContext context) throws IOException, InterruptedException {
        Configuration configuration = context.configuration();
        ValidateSettings settings = configuration.validate();
        String dataVersion = Manifest.read(context.run().manifest()).version();
        ModelFolder model = ModelFolder.read(context.run().model());
        Table table = TableLoader.ofRun(context);
        HeldOut heldOut = HeldOut.of(configuration, table, model.spec());
        Truth truth = heldOut.truth();
        List<GateRule> rules = GateRules.of(settings, truth.task(), truth.labels(), table.schema());
        SliceColumns slices = SliceColumns.of(settings, rules, heldOut.rows());
        heldOut.requireUnseen(configuration, model.trainingKeys(), context.events());
        Predictions candidate = candidate(context, table, heldOut);
        Opponent opponent = opponent(request, context, heldOut, model);
        context.cancellation().check();

        String modelVersion = "sha256:" + Sha256.of(context.run().model().resolve(ModelFolder.PARAMETERS));
        GateJudge judge = new GateJudge(truth.labels(), settings.firstModel(), dataVersion, modelVersion);
        Resampling resampling = Resampling.of(settings, context.cancellation(), done -> context.events()
                .progress(done, settings.resamples(), "resamples"));
        Judgement judgement = Judgement.of(truth, candidate, opponent, slices, settings, rules, judge, resampling);
        ValidateModelDetail detail = DetailOfJudgement.of(
                settings.split(), truth, candidate, opponent, judgement, rules, settings.minSliceRows());
        List<Check> checks = judgement.checks().stream()
                .sorted(Comparator.comparing(check -> !check.failed()))
                .toList();
        return new StageOutcome(
                checks.stream().anyMatch(Check::failed) ? Verdict.FAILED : Verdict.PASSED,
                Summary.of(
                        truth.task(),
                        judgement.whole(),
                        checks,
                        settings.gates().size()),
                checks,
                detail,
                List.of(junit(context, judgement.checks(), detail)),
                Provenances.of(context, dataVersion, settings.seed(), Map.of(), null, null));
    }

    private Predictions candidate(StageContext context, Table table, HeldOut heldOut)
            throws IOException, InterruptedException {
        String rows = Sentences.rows(heldOut.rows().rows());
        context.events().message("asking the model about " + rows);
        Predictions candidate = models.candidate(context, context.run().model(), table, heldOut.positions());
        long notFinite = Truth.notFinite(candidate);
        if (notFinite > 0) {
            throw new InputException(
                    "the model predicts no finite number for " + notFinite + " of the " + rows
                            + " to judge it on, since its training has diverged: lower train.learningRate and run trainModel again");
        }
        return candidate;
    }

    private Opponent opponent(StageRequest request, StageContext context, HeldOut heldOut, ModelFolder model)
            throws IOException, InterruptedException {
        Optional<ModelReference> reference = models.champion(request, context);
        if (reference.isEmpty()) {
            String environment = context.configuration().deploy().environment();
            return Opponent.absent(null, "no model serves in " + environment + " yet", 0);
        }
        context.events().message("asking the champion about the rows that neither model was trained on");
        Opponent opponent = Champion.open(reference.get(), context.project())
                .opponent(
                        heldOut.rows(),
                        heldOut.truth(),
                        model.spec().target(),
                        model.trainingKeys(),
                        (folder, rows) -> models.packaged(context, folder, rows));
        if (!opponent.comparable()) {
            context.events().warning("not compared with the champion: " + opponent.reason());
        }
        return opponent;
    }

    private static OutputFile junit(StageContext context, List<Check> checks, ValidateModelDetail detail)
            throws IOException {
        Path file = context.run().validation().resolve("junit.xml");
        String className = context.configuration().model() + "." + Stage.VALIDATE_MODEL.step();
        JUnitReport.write(file, className, checks, detail.metrics());
        String path = context.project().relativize(file).toString().replace('\\', '/');
        return new OutputFile("junit", path, Sha256.of(file), Files.size(file));
    }
}
