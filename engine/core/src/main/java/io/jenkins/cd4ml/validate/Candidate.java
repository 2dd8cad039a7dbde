package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import java.io.IOException;
import java.util.List;

/** What is under judgement: the run's model, an ONNX file, or a file of predictions. */
interface Candidate {

    /** {@code sha256:} of what decides its answers. */
    String version();

    /** Path of the file, as the configuration says it; null: the run's model. */
    String source();

    /** Classes that it may predict beyond those of the data, as far as that is known before it is asked. */
    List<String> classes();

    /** Keys of the rows it was trained on; empty where nobody knows. */
    TrainingKeys trainedOn();

    /** The same with what its rows are known by. */
    default SeenRows seen() {
        return new SeenRows(trainedOn(), columns());
    }

    /** Columns that it reads; empty where it cannot be asked about other rows than those it has answered. */
    List<String> columns();

    /** Fails where it was made for another task than that of the data. */
    void requireFits(LearningTask task);

    /** What it says about those rows of a table, in their order; every number is finite. */
    Predictions predict(Table table, int[] rows) throws IOException, InterruptedException;
}
