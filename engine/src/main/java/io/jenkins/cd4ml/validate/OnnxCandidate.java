package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.ModelFile;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.foreign.ForeignModel;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestion;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An ONNX file that was not trained here.
 *
 * @param target column that the model must not see
 * @param question with the columns that fill a single input
 */
record OnnxCandidate(StageContext context, String version, String target, ForeignQuestion question)
        implements Candidate {

    /** Finds the file; nothing of it is read here but its digest. */
    static OnnxCandidate of(StageContext context, ModelFile settings, LearningTask task, Schema schema)
            throws IOException {
        Path file = context.project().resolve(settings.path());
        if (!Files.isRegularFile(file)) {
            throw InputException.ofKey(
                    "validate.model", "there is no file '" + settings.path() + "' in " + context.project());
        }
        List<String> columns = settings.columns().isEmpty() ? task.features() : settings.columns();
        for (String column : columns) {
            GateRules.requireColumn(column, schema, "validate.model.columns");
        }
        for (String column : settings.inputs().values()) {
            GateRules.requireColumn(column, schema, "validate.model.inputs");
        }
        if (columns.contains(task.target()) || settings.inputs().containsValue(task.target())) {
            throw InputException.ofKey(
                    "validate.model",
                    "it reads the target column " + task.target() + ": a model must not read what it is to predict");
        }
        Map<String, String> labels = words(context.configuration().data().labels(), task.classes());
        ForeignQuestion question = new ForeignQuestion(
                file.toAbsolutePath().toString(),
                settings.path(),
                task.task(),
                columns,
                settings.inputs(),
                settings.classes().isEmpty()
                        ? List.copyOf(labels.values())
                        : settings.classes().stream()
                                .map(name -> labels.getOrDefault(name, name))
                                .toList(),
                labels,
                settings.output());
        return new OnnxCandidate(context, "sha256:" + Sha256.of(file), task.target(), question);
    }

    /** The labels with the data's own words. */
    private static Map<String, String> words(Map<String, String> labels, List<String> classes) {
        Map<String, String> words = new LinkedHashMap<>();
        labels.forEach(
                (label, word) -> words.put(label, ClassNames.find(classes, word).orElse(word)));
        return words;
    }

    @Override
    public String source() {
        return question.name();
    }

    @Override
    public List<String> classes() {
        return question.classes();
    }

    @Override
    public TrainingKeys trainedOn() {
        return TrainingKeys.of(new long[0]);
    }

    @Override
    public List<String> columns() {
        return Stream.concat(question.columns().stream(), question.inputs().values().stream())
                .distinct()
                .toList();
    }

    @Override
    public void requireFits(LearningTask task) {
        // what it answers is seen when it is asked
    }

    @Override
    public Predictions predict(Table table, int[] rows) throws IOException, InterruptedException {
        List<Column> columns = new ArrayList<>();
        List<ColumnValues> values = new ArrayList<>();
        Table asked = table.select(rows);
        for (Column column : table.schema().columns()) {
            if (!column.name().equals(target)) {
                columns.add(column);
                values.add(asked.column(column.name()));
            }
        }
        return ForeignModel.predict(context, question, new Table(new Schema(columns), values, asked.keys()));
    }
}
