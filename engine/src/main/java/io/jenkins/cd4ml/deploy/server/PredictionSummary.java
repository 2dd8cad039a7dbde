package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.cd4ml.model.Predictions;
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
        Map<String, Long> classes = new TreeMap<>();
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < predictions.rows(); i++) {
            if (predictions.classes().isEmpty()) {
                // Welford (1962)
                double delta = predictions.number(i) - mean;
                mean += delta / (i + 1);
                squares += delta * (predictions.number(i) - mean);
            } else {
                classes.merge(predictions.label(i), 1L, Long::sum);
            }
        }
        return new PredictionSummary(predictions.rows(), classes, mean, squares);
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
