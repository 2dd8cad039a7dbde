package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.chain.ModelDigest;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.runtime.Packs;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Split;
import io.jenkins.cd4ml.train.TrainedModel;
import io.jenkins.cd4ml.train.command.CommandModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code packageModel}: makes a portable package of the run's trained model, holds it against the trained model on held-out
 * rows, and registers it as the next version where nothing speaks against that.
 */
public final class PackageModel implements StageFunction {
    private final Models models;

    public PackageModel() {
        this(new Models() {
            @Override
            public Predictions packaged(StageContext context, Path packageFolder, Table rows)
                    throws IOException, InterruptedException {
                return PackagedModel.predict(context, packageFolder, rows);
            }

            @Override
            public Predictions trained(StageContext context, Table table, int[] rows)
                    throws IOException, InterruptedException {
                return TrainedModel.predict(context, context.run().model(), table, rows);
            }
        });
    }

    PackageModel(Models models) {
        this.models = models;
    }

    /** The two that must agree, asked in processes of their own. */
    interface Models {
        /** What the packaged model says about all rows of the table. */
        Predictions packaged(StageContext context, Path packageFolder, Table rows)
                throws IOException, InterruptedException;

        /** What the run's trained model says about these rows of the table. */
        Predictions trained(StageContext context, Table table, int[] rows) throws IOException, InterruptedException;
    }

    @Override
    public StageOutcome run(StageRequest request, StageContext context) throws IOException, InterruptedException {
        RunResults results = RunResults.read(request, context);
        ModelFolder model = ModelFolder.read(context.run().model());
        requireAnswers(context, model);
        Table table = TableLoader.ofRun(context);
        String dataVersion = results.dataVersion();
        context.cancellation().check();
        try (StagedFolder staged = StagedFolder.beside(context.run().packageFolder())) {
            context.events().message("writing the model as ONNX");
            write(staged.path(), context, results, model, table);
            Parity parity = parity(context, staged.path(), model, table);
            context.cancellation().check();
            requireUnchanged(context, results);
            staged.publish();
            ModelPackage made = PackageReader.read(context.run().packageFolder());
            List<Check> checks = new ArrayList<>(parity.checks(dataVersion, made.digest()));
            Registration registration = Registration.of(request, context, results, parity);
            checks.add(registration.check(dataVersion, made.digest()));
            ShownClasses shown = ShownClasses.of(table.schema(), made.manifest());
            return outcome(
                    context,
                    made,
                    shown,
                    parity,
                    checks,
                    registration,
                    registration.carryOut(made, checks),
                    results.link(made.digest()));
        }
    }

    private static void write(Path folder, StageContext context, RunResults results, ModelFolder model, Table table)
            throws IOException {
        Configuration configuration = context.configuration();
        Signature signature = Signature.of(model.spec(), table.schema());
        PackageManifest manifest =
                PackageDescription.of(configuration, results, model.spec(), signature, table.schema());
        List<String> classes = ShownClasses.of(table.schema(), manifest).classes();
        String card = ModelCard.of(manifest, model.spec(), classes, results, configuration.packaging());
        PackageWriter.write(folder, context.run().model(), model, signature, manifest, card);
    }

    /** On the rows that judge; where there are none, on those that chose the epoch, and at last on those that trained. */
    private Parity parity(StageContext context, Path packageFolder, ModelFolder model, Table table)
            throws IOException, InterruptedException {
        Configuration configuration = context.configuration();
        Split split = Split.of(configuration, LearningTask.of(configuration, table), table);
        String name = split.test().length > 0 ? "test" : split.validation().length > 0 ? "validation" : "train";
        int[] rows = split.rows(name);
        context.events().message("asking the packaged and the trained model for " + rows.length + " " + name + " rows");
        Predictions packaged = models.packaged(context, packageFolder, table.select(rows));
        Predictions trained = models.trained(context, table, rows);
        return Parity.of(
                model.spec(), name, trained, packaged, configuration.packaging().tolerance());
    }

    private static void requireAnswers(StageContext context, ModelFolder model) {
        if (model.spec().isCommand() && !CommandModel.in(context.run().model()).answersAll()) {
            throw new InputException(
                    "the program left " + CommandModel.PREDICTIONS + ", its answers to the rows it was asked"
                            + " for, and a package must answer any row: let it write " + CommandModel.ONNX);
        }
    }

    /** What was packaged is what was judged, also where something writes to the model meanwhile. */
    private static void requireUnchanged(StageContext context, RunResults results) throws IOException {
        if (!ModelDigest.ofFolder(context.run().model()).equals(results.model())) {
            throw new InputException("the model in " + context.run().model()
                    + " changed while it was packaged: run trainModel again when nothing else writes to it");
        }
    }

    private static StageOutcome outcome(
            StageContext context,
            ModelPackage made,
            ShownClasses shown,
            Parity parity,
            List<Check> checks,
            Registration registration,
            Registration.Registered registered,
            ChainLink link)
            throws IOException {
        PackageManifest manifest = made.manifest();
        String path = relative(context, made.folder());
        ModelReference reference = registered.version() == null
                ? new ModelReference(manifest.model(), null, made.digest(), path)
                : registered.reference();
        PackageModelDetail detail = new PackageModelDetail(
                reference,
                context.configuration().packaging().formats(),
                made.bytes(),
                made.files(),
                manifest.inputs(),
                shown.outputs(),
                parity.found(),
                registered.aliases());
        String version = registered.version() == null ? "" : " version " + registered.version();
        String summary =
                manifest.model() + version + ": " + made.describe() + "; " + parity.sentence() + registration.remark();
        return new StageOutcome(
                verdict(checks),
                summary,
                List.copyOf(checks),
                detail,
                files(made, path),
                Provenances.of(
                        context, manifest.dataVersion(), null, Packs.versions(PackagedModel.RUNTIME), null, null),
                link);
    }

    private static Verdict verdict(List<Check> checks) {
        if (checks.stream().anyMatch(Check::failed)) {
            return Verdict.FAILED;
        }
        return checks.stream().anyMatch(Check::inconclusive) ? Verdict.INCONCLUSIVE : Verdict.PASSED;
    }

    private static List<OutputFile> files(ModelPackage made, String path) throws IOException {
        List<OutputFile> files = new ArrayList<>();
        for (Map.Entry<String, Long> file : made.files().entrySet()) {
            String role = file.getKey().equals(ModelPackage.CARD) ? "card" : "package";
            String sha256 = Sha256.of(made.folder().resolve(file.getKey()));
            files.add(new OutputFile(role, path + "/" + file.getKey(), sha256, file.getValue()));
        }
        return List.copyOf(files);
    }

    private static String relative(StageContext context, Path folder) {
        return context.project().relativize(folder.toAbsolutePath()).toString().replace('\\', '/');
    }
}
