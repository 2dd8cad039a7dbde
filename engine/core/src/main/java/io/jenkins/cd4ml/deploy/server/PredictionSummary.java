package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.cd4ml.model.Predictions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The predictions of one answer in figures, which the server tells the router in a header so that it need not read bodies.
 *
 * @param rows rows predicted
 * @param classes predictions by class; empty for regression
 * @param mean of the predicted numbers; 0 for classification
 * @param squares sum of the squared deviations from that mean
 */
public record PredictionSummary(long rows, Map<String, Long> classes, double mean, double squares) {

    /** The header that carries it; the router takes it off. */
    public static final String HEADER = "X-CD4ML-Predictions";

    /** ASCII alone, because a header carries nothing else. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    public static PredictionSummary of(Predictions predictions) {
        if (predictions.classes().isEmpty()) {
            double[] numbers = new double[predictions.rows()];
            Arrays.setAll(numbers, predictions::number);
            return ofNumbers(numbers);
        }
        Map<String, Long> classes = new TreeMap<>();
        for (int i = 0; i < predictions.rows(); i++) {
            classes.merge(predictions.label(i), 1L, Long::sum);
        }
        return new PredictionSummary(predictions.rows(), classes, 0, 0);
    }

    /** Of predicted numbers, by Welford (1962). */
    public static PredictionSummary ofNumbers(double[] numbers) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < numbers.length; i++) {
            double delta = numbers[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (numbers[i] - mean);
        }
        return new PredictionSummary(numbers.length, Map.of(), mean, squares);
    }

    /** Both together; the moments by Chan, Golub and LeVeque (1979). */
    public PredictionSummary plus(PredictionSummary other) {
        Map<String, Long> merged = new TreeMap<>(classes);
        other.classes.forEach((label, count) -> merged.merge(label, count, Long::sum));
        long n = rows + other.rows;
        double delta = other.mean - mean;
        return n == 0
                ? this
                : new PredictionSummary(
                        n,
                        merged,
                        mean + delta * other.rows / n,
                        squares + other.squares + delta * delta * rows * other.rows / n);
    }

    /**
     * |Cohen's d| between two samples of numbers: the difference of the means over the pooled sample standard deviation; NaN
     * where one has fewer than two numbers, infinite where nothing varies and the means differ.
     */
    public double cohensD(PredictionSummary other) {
        if (rows < 2 || other.rows < 2) {
            return Double.NaN;
        }
        double deviation = Math.sqrt((squares + other.squares) / (rows + other.rows - 2));
        double difference = Math.abs(mean - other.mean);
        return difference == 0 ? 0 : difference / deviation;
    }

    public String toHeader() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null where there is no such header or it is damaged. */
    public static PredictionSummary ofHeader(String header) {
        try {
            return header == null ? null : MAPPER.readValue(header, PredictionSummary.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Of nothing. */
    public static PredictionSummary none() {
        return new PredictionSummary(0, Map.of(), 0, 0);
    }
}
