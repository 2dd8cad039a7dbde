package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of predictions, joined to the rows by their key.
 *
 * @param answers what it says, in the file's order
 * @param byKey row of the file by key
 */
record PredictedRows(String source, String version, Predictions answers, Map<Long, Integer> byKey)
        implements Candidate {

    /** Reads the file; names file, line and column of what is wrong. */
    static PredictedRows of(StageContext context, String path, LearningTask task, Schema schema) throws IOException {
        Path file = context.project().resolve(path);
        if (!Files.isRegularFile(file)) {
            throw InputException.ofKey(
                    "validate.predictions", "there is no file '" + path + "' in " + context.project());
        }
        List<String> key = context.configuration().data().key();
        if (key.isEmpty()) {
            throw InputException.ofKey(
                    "data.key",
                    "it is not set, and predictions find their rows by key: name the columns that identify a row");
        }
        List<Column> columns = new ArrayList<>();
        key.forEach(name -> columns.add(schema.find(name).orElseThrow()));
        columns.addAll(PredictionColumns.of(
                task, schema, context.configuration().data().labels()));
        LoadedData loaded =
                TableLoader.ofFiles(ofPlainFiles(context), "validate.predictions", List.of(path), new Schema(columns));
        for (String name : key) {
            if (loaded.absent().contains(name)) {
                throw InputException.at(
                        path, 1, null, "it lacks the column " + name + " of data.key, by which rows are found");
            }
        }
        Table table = loaded.table();
        Map<Long, Integer> byKey = new HashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            Integer before = byKey.put(table.keys()[row], row);
            if (before != null) {
                throw new InputException(path + " has two predictions for one key, in its rows " + (before + 1)
                        + " and " + (row + 1) + ": keep one");
            }
        }
        return new PredictedRows(
                path,
                "sha256:" + Sha256.of(file),
                PredictionColumns.read(
                        path,
                        task,
                        table,
                        schema,
                        context.configuration().data().labels(),
                        context.events()),
                byKey);
    }

    /** Whoever predicts writes as CSV is written everywhere, whatever the data are: Parquet, or with decimal commas. */
    private static StageContext ofPlainFiles(StageContext context) {
        Configuration configuration = context.configuration();
        return new StageContext(
                context.project(),
                context.run(),
                configuration.with(configuration.data().ofPlainFiles()),
                context.events(),
                context.cancellation(),
                context.clock(),
                context.environment(),
                context.kept());
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public TrainingKeys trainedOn() {
        return TrainingKeys.of(new long[0]);
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public void requireFits(LearningTask task) {
        // its columns are those of the task already
    }

    @Override
    public Predictions predict(Table table, int[] rows) {
        double[][] values = new double[rows.length][];
        int missing = 0;
        for (int i = 0; i < rows.length; i++) {
            Integer at = byKey.get(table.keys()[rows[i]]);
            if (at == null) {
                missing++;
            } else {
                values[i] = answers.values()[at];
            }
        }
        if (missing > 0) {
            throw new InputException(source + " has no prediction for " + missing + " of the "
                    + Sentences.rows(rows.length) + " to judge; it has " + Sentences.rows(byKey.size())
                    + ": predict all of them, or choose others with validate.split");
        }
        return answers.with(values);
    }
}
