package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.onnx.GraphTypes;
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
import java.util.Optional;

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
                ModelSpec spec = ModelFolder.read(context.run().model()).spec();
                Optional<CommandModel> own = spec.isCommand()
                        ? own(
                                context,
                                Split.of(
                                                context.configuration(),
                                                LearningTask.of(context.configuration(), table),
                                                table)
                                        .judging())
                        : Optional.empty();
                if (own.isPresent()) {
                    return own.get().predict(context, context.run().path(), List.of(), spec.classes(), table, rows);
                }
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
        if (ForeignFile.isWanted(request, context)) {
            return foreign(request, context);
        }
        RunResults results = RunResults.read(request, context);
        ModelFolder model = ModelFolder.read(context.run().model());
        requireAnswers(context, model);
        Table table = TableLoader.ofRun(context);
        context.cancellation().check();
        try (StagedFolder staged = StagedFolder.beside(context.run().packageFolder())) {
            context.events().message("writing the model as ONNX");
            write(staged.path(), context.run().model(), context, results, model, table);
            Parity parity = parity(context, staged.path(), model, table);
            return finish(request, context, staged, results, parity, table);
        }
    }

    /** The file that {@code validate.model} names, in a run that has no model of its own. */
    private StageOutcome foreign(StageRequest request, StageContext context) throws IOException, InterruptedException {
        Table table = TableLoader.ofRun(context);
        ForeignFile file = ForeignFile.of(context, table);
        RunResults results = RunResults.ofFile(request, context, file.path());
        try (StagedFolder source = StagedFolder.beside(context.run().path().resolve("predict"));
                StagedFolder staged = StagedFolder.beside(context.run().packageFolder())) {
            context.events().message("giving " + file.name() + " the inputs and outputs of a package");
            ForeignFile.Adapted adapted = file.adapt(context, source.path());
            write(staged.path(), adapted.folder(), context, results, adapted.model(), table);
            context.events().message("asking the package for " + adapted.asked().rows() + " rows");
            Parity parity = Parity.of(
                    adapted.model().spec(),
                    "judged",
                    file.name() + " as it is",
                    adapted.answers(),
                    models.packaged(context, staged.path(), adapted.asked()),
                    context.configuration().packaging().tolerance());
            return finish(request, context, staged, results, parity, table);
        }
    }

    private static StageOutcome finish(
            StageRequest request,
            StageContext context,
            StagedFolder staged,
            RunResults results,
            Parity parity,
            Table table)
            throws IOException {
        context.cancellation().check();
        results.requireUnchanged();
        staged.publish();
        ModelPackage made = PackageReader.read(context.run().packageFolder());
        List<Check> checks = new ArrayList<>(parity.checks(results.dataVersion(), made.digest()));
        Registration registration = Registration.of(request, context, results, parity);
        checks.add(registration.check(results.dataVersion(), made.digest()));
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

    private static void write(
            Path folder, Path source, StageContext context, RunResults results, ModelFolder model, Table table)
            throws IOException {
        GraphTypes types = model.spec().isCommand() ? GraphTypes.of(source.resolve(ModelPackage.ONNX)) : null;
        Signature signature = Signature.of(model.spec(), table.schema(), types);
        PackageManifest manifest = PackageDescription.of(
                context,
                results,
                model.spec(),
                signature,
                table.schema(),
                Sha256.of(source.resolve(ModelFolder.PARAMETERS)));
        List<String> classes = ShownClasses.of(table.schema(), manifest).classes();
        String card = ModelCard.of(
                manifest,
                model.spec(),
                classes,
                results,
                context.configuration().packaging());
        PackageWriter.write(folder, source, model, signature, manifest, card);
    }

    /** On the rows that judge; where there are none, on those that chose the epoch, and at last on those that trained. */
    private Parity parity(StageContext context, Path packageFolder, ModelFolder model, Table table)
            throws IOException, InterruptedException {
        Configuration configuration = context.configuration();
        Split split = Split.of(configuration, LearningTask.of(configuration, table), table);
        String name = split.judging();
        int[] rows = split.rows(name);
        context.events().message("asking the packaged and the trained model for " + rows.length + " " + name + " rows");
        Predictions packaged = models.packaged(context, packageFolder, table.select(rows));
        Predictions trained = models.trained(context, table, rows);
        return Parity.of(
                model.spec(),
                name,
                against(context, model, name),
                trained,
                packaged,
                configuration.packaging().tolerance());
    }

    /** Of a program's model its own answers, where it left them for these rows; else the file itself, which says little. */
    private static String against(StageContext context, ModelFolder model, String split) {
        if (!model.spec().isCommand()) {
            return Parity.TRAINED;
        }
        return own(context, split).isPresent()
                ? "the program's own answers in " + CommandModel.PREDICTIONS
                : "the program's own " + CommandModel.ONNX + ", the same file";
    }

    private static Optional<CommandModel> own(StageContext context, String split) {
        return split.equals("train")
                ? Optional.empty()
                : CommandModel.in(context.run().model()).predictions();
    }

    private static void requireAnswers(StageContext context, ModelFolder model) {
        if (model.spec().isCommand() && !CommandModel.in(context.run().model()).answersAll()) {
            throw new InputException(
                    "the program left " + CommandModel.PREDICTIONS + ", its answers to the rows it was asked"
                            + " for, and a package must answer any row: let it write " + CommandModel.ONNX);
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
