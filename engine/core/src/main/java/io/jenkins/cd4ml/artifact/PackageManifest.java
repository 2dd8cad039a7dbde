package io.jenkins.cd4ml.artifact;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Reading;
import io.jenkins.cd4ml.table.Schema;
import java.util.List;
import java.util.Map;

/**
 * {@code model.yaml}: what a package holds. No time and no version number stand in it, so that the same model always makes
 * the same package; both are known to the registry.
 *
 * @param format {@link #FORMAT}
 * @param model the model's name
 * @param algorithm {@code linear} or {@code mlp}
 * @param target the column that is predicted
 * @param classes labels in the order of the probabilities; empty for regression
 * @param inputs one for each feature, in the same order
 * @param features the columns that the model reads
 * @param reading how the texts of the data it was trained on were read; null: in the engine's own notation
 * @param trainingKeys file with the keys of the rows the model was trained on: sorted 64-bit integers, big-endian
 * @param rows number of rows by split
 * @param hyperparameters how it was trained, defaults included
 * @param parametersSha256 lower-case hex SHA-256 of {@code parameters.safetensors}
 * @param validation verdict of the validation; null where it did not take place
 * @param metrics on the held-out rows, with their intervals; empty without validation
 * @param provenance what the model was made from, as training recorded it
 */
public record PackageManifest(
        int format,
        String model,
        String description,
        String algorithm,
        Task task,
        String target,
        List<String> classes,
        List<TensorSignature> inputs,
        List<TensorSignature> outputs,
        List<Feature> features,
        Reading reading,
        String trainingKeys,
        Map<String, Long> rows,
        Map<String, Object> hyperparameters,
        String parametersSha256,
        Verdict validation,
        List<MetricValue> metrics,
        Provenance provenance) {

    /** Raised when an older reader would misunderstand the package; new optional keys do not raise it. */
    public static final int FORMAT = 1;

    /**
     * A column that the model reads.
     *
     * @param preparation how it becomes numbers, for people; of a sensitive column only the kind
     */
    public record Feature(String column, ColumnType type, boolean sensitive, String preparation) {}

    /** How the texts of a request are read. */
    public Reading textReading() {
        return reading == null ? Reading.PLAIN : reading;
    }

    /** The feature columns in the order of the inputs. */
    public Schema schema() {
        return new Schema(features.stream()
                .map(feature -> new Column(feature.column(), feature.type(), feature.sensitive()))
                .toList());
    }

    /** {@code sha256:…} of the data it was trained on. */
    public String dataVersion() {
        return provenance.dataVersion();
    }
}
