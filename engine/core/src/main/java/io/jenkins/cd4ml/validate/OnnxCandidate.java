package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.ModelFile;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.foreign.ForeignModel;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestion;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestions;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        ForeignQuestion question = ForeignQuestions.of(context, settings, task, schema);
        return new OnnxCandidate(context, "sha256:" + Sha256.of(Path.of(question.path())), task.target(), question);
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
