package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.config.DriftSettings;
import io.jenkins.cd4ml.data.KnownVersions;
import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows that current ones are held against.
 *
 * @param version data version they belong to
 * @param name what they are, for people: {@code the training data}, {@code the reference}
 */
record ReferenceRows(String version, Table table, String name) {
    private static final List<String> TRAINING = List.of("training");

    /**
     * The rows that {@code drift.reference} means, files with the types of the run's data version or of the model's;
     * {@code model} is null where there is none.
     */
    static ReferenceRows of(StageContext context, DriftModel model) throws IOException {
        DriftSettings settings = context.configuration().drift();
        return settings.reference().equals(TRAINING)
                ? training(context, model)
                : files(context, model, settings.reference());
    }

    private static ReferenceRows files(StageContext context, DriftModel model, List<String> paths) throws IOException {
        Manifest types =
                model == null || Files.exists(context.run().manifest()) ? ofRun(context) : find(context, model);
        LoadedData data = TableLoader.ofFiles(context, paths, types.schema());
        return new ReferenceRows(data.version(), data.table(), "the reference");
    }

    private static ReferenceRows training(StageContext context, DriftModel model) throws IOException {
        Manifest manifest = model == null ? ofRun(context) : find(context, model);
        Table table = TableLoader.of(context, manifest);
        if (model == null && context.configuration().data().target() == null) {
            return new ReferenceRows(
                    manifest.version(),
                    table,
                    "the data of run " + context.run().id());
        }
        int[] rows = model == null ? new int[0] : trainedOn(model.trainingKeys(), table);
        if (model != null && rows.length == 0) {
            context.events()
                    .warning("no row of data version " + manifest.version() + " has a key that " + model.title()
                            + " was trained on, data.key may have changed: the reference is the training split");
        }
        if (rows.length == 0) {
            rows = Split.of(context.configuration(), LearningTask.of(context.configuration(), table), table)
                    .train();
        }
        return new ReferenceRows(manifest.version(), table.select(rows), "the training data");
    }

    private static Manifest ofRun(StageContext context) throws IOException {
        if (!Files.exists(context.run().manifest())) {
            throw new InputException("there is neither a model in "
                    + context.configuration().deploy().environment()
                    + " that may be used here nor a data version in the run "
                    + context.run().id() + " to compare with: run versionData first");
        }
        return Manifest.read(context.run().manifest());
    }

    /** The manifest of the model's data version: what the request says, the run's own, or one that the project knows. */
    private static Manifest find(StageContext context, DriftModel model) throws IOException {
        if (model.data() != null) {
            return model.data();
        }
        String version = model.dataVersion();
        if (Files.exists(context.run().manifest())) {
            Manifest own = Manifest.read(context.run().manifest());
            if (own.version().equals(version)) {
                return own;
            }
        }
        return KnownVersions.find(context, version)
                .orElseThrow(() -> new InputException("the data version " + version + " that " + model.title()
                        + " was trained on is not known in this project: run versionData on that data"));
    }

    private static int[] trainedOn(TrainingKeys keys, Table table) {
        return IntStream.range(0, table.rows())
                .filter(row -> keys.contains(table.keys()[row]))
                .toArray();
    }
}
