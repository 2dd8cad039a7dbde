package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What {@code trainModel} did.
 *
 * @param task {@code classification} or {@code regression}
 * @param classes labels in the order of the model's outputs; empty for regression
 * @param rows number of rows by split: {@code train}, {@code validation}, {@code test}, {@code unused}
 * @param parameters number of trained numbers
 * @param hyperparameters the effective ones, defaults included
 * @param epochs figures of the epochs that ran; of more than 2,000 every second, fourth, …, and the first, the best and the last
 * @param bestEpoch 1-based epoch whose parameters were kept
 * @param parametersSha256 lower-case hex SHA-256 of the parameters' file
 * @param reproduced whether a second training in a process of its own gave the same bits; null where not asked
 * @param seconds wall-clock time of the training
 * @param importance of the columns, the most important one first; empty where the algorithm tells none
 * @param crossValidation null where none was asked for
 * @param search null where none was asked for
 */
public record TrainModelDetail(
        String algorithm,
        String task,
        String target,
        List<String> classes,
        List<Feature> features,
        Map<String, Long> rows,
        long parameters,
        Map<String, Object> hyperparameters,
        List<Epoch> epochs,
        int bestEpoch,
        boolean stoppedEarly,
        String parametersSha256,
        Boolean reproduced,
        double seconds,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FeatureImportance> importance,
        CrossValidation crossValidation,
        HyperparameterSearch search)
        implements StageDetail {

    /**
     * A column that the model reads.
     *
     * @param preparation how it becomes numbers, for people: {@code median 2.1, standardised}, {@code one-hot, 5 values + unknown}
     * @param inputs how many numbers it becomes
     */
    public record Feature(String column, String type, String preparation, int inputs) {}

    /**
     * One epoch.
     *
     * @param metrics on the validation rows, by name ({@code accuracy}, {@code f1_macro}; {@code rmse}, {@code r2})
     */
    public record Epoch(
            int epoch, double trainLoss, Double validationLoss, Map<String, Double> metrics, double seconds) {}
}
