package io.jenkins.cd4ml.deploy.canary;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.statistics.ClassShift;
import java.util.List;
import java.util.stream.IntStream;

/** What both versions answered to the held-out rows. A version is a function: one answer a row is enough. */
final class PairedAnswers {
    private final HeldOutRows rows;
    private final JsonNode[] candidate;
    private final JsonNode[] champion;
    private final ServedAnswers served;

    /** {@code served}: compares what the candidate answers with what its package does. */
    PairedAnswers(HeldOutRows rows, ServedAnswers served) {
        this.rows = rows;
        this.served = served;
        this.candidate = new JsonNode[rows.size()];
        this.champion = new JsonNode[rows.size()];
    }

    /** Remembers an answer: {@code {"label", …}} or {@code {"value"}}. */
    void put(boolean ofCandidate, int row, JsonNode prediction) {
        (ofCandidate ? candidate : champion)[row] = prediction;
        if (ofCandidate) {
            served.add(row, prediction);
        }
    }

    /** How the candidate's answers compare with its package's. */
    ServedAnswers served() {
        return served;
    }

    boolean has(boolean ofCandidate, int row) {
        return (ofCandidate ? candidate : champion)[row] != null;
    }

    /** Number of held-out rows. */
    int size() {
        return candidate.length;
    }

    /** Rows that both answered. */
    int[] both() {
        return IntStream.range(0, candidate.length)
                .filter(row -> candidate[row] != null && champion[row] != null)
                .toArray();
    }

    /** Jensen-Shannon distance (classes) or |Cohen's d| (numbers) of the two on the rows that both answered; null without two of them. */
    Double shift() {
        int[] rows = both();
        if (rows.length < 2) {
            return null;
        }
        if (task() == Task.CLASSIFICATION) {
            return ClassShift.paired(classes(true, rows), classes(false, rows)).distance();
        }
        return PredictionSummary.ofNumbers(numbers(true, rows))
                .cohensD(PredictionSummary.ofNumbers(numbers(false, rows)));
    }

    private List<String> classes(boolean ofCandidate, int[] chosen) {
        return IntStream.of(chosen)
                .mapToObj(row -> answers(ofCandidate)[row].path("label").asText())
                .toList();
    }

    private double[] numbers(boolean ofCandidate, int[] chosen) {
        return IntStream.of(chosen)
                .mapToDouble(row -> answers(ofCandidate)[row].path("value").asDouble())
                .toArray();
    }

    /** The difference of accuracy or RMSE on rows that neither was trained on; null where there is none. */
    PairedDifference difference() {
        int[] judged = IntStream.of(both()).filter(row -> rows.judged()[row]).toArray();
        if (judged.length == 0) {
            return null;
        }
        return rows.task() == Task.CLASSIFICATION
                ? PairedDifference.accuracy(right(true, judged), right(false, judged))
                : PairedDifference.rmse(errors(true, judged), errors(false, judged));
    }

    /** Accuracy, or for numbers RMSE, of one version on the judged rows it answered; null without any. */
    Double quality(boolean ofCandidate) {
        int[] answered = IntStream.range(0, candidate.length)
                .filter(row -> has(ofCandidate, row) && rows.judged()[row])
                .toArray();
        if (answered.length == 0) {
            return null;
        }
        return rows.task() == Task.CLASSIFICATION
                ? PairedDifference.accuracy(right(ofCandidate, answered), right(ofCandidate, answered))
                        .candidate()
                : PairedDifference.rmse(errors(ofCandidate, answered), errors(ofCandidate, answered))
                        .candidate();
    }

    /** Rows that the candidate answered and that are judged: those its quality is computed from where there is no champion. */
    long judged() {
        return IntStream.range(0, candidate.length)
                .filter(row -> has(true, row) && rows.judged()[row])
                .count();
    }

    /** Rows that are not judged because a version was trained on them. */
    int excluded() {
        return (int) IntStream.range(0, candidate.length)
                .filter(row -> !rows.judged()[row])
                .count();
    }

    Task task() {
        return rows.task();
    }

    private boolean[] right(boolean ofCandidate, int[] chosen) {
        boolean[] right = new boolean[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            right[i] = answers(ofCandidate)[chosen[i]]
                    .path("label")
                    .asText()
                    .equals(rows.labels().get(chosen[i]));
        }
        return right;
    }

    private double[] errors(boolean ofCandidate, int[] chosen) {
        double[] errors = numbers(ofCandidate, chosen);
        for (int i = 0; i < chosen.length; i++) {
            errors[i] -= rows.numbers()[chosen[i]];
        }
        return errors;
    }

    private JsonNode[] answers(boolean ofCandidate) {
        return ofCandidate ? candidate : champion;
    }
}
