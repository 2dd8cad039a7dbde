package io.jenkins.cd4ml.deploy.canary;

import java.util.List;

/**
 * Rows of live requests that both versions have answered: one for its caller, the other one when it was asked again.
 *
 * @param numbers whether numbers are predicted, otherwise classes
 * @param sample rows that were chosen whatever their labels are
 * @param labelled rows whose label is known
 */
public record PairedRows(boolean numbers, List<Row> sample, List<Row> labelled) {
    /** Without any. */
    public static final PairedRows NONE = new PairedRows(false, List.of(), List.of());

    /**
     * Answers to a row, as text.
     *
     * @param truth the label; null where it is not known
     */
    public record Row(String candidate, String champion, String truth) {
        boolean candidateRight() {
            return truth.equals(candidate);
        }

        boolean championRight() {
            return truth.equals(champion);
        }
    }

    /** Rows on which only the candidate is right. */
    long gained() {
        return labelled.stream()
                .filter(row -> row.candidateRight() && !row.championRight())
                .count();
    }

    /** Rows on which only the champion is right. */
    long lost() {
        return labelled.stream()
                .filter(row -> !row.candidateRight() && row.championRight())
                .count();
    }

    /** Share of right classes, or for numbers the RMSE, of one version on the labelled rows; null without any. */
    Double quality(boolean ofCandidate) {
        if (labelled.isEmpty()) {
            return null;
        }
        PairedDifference difference = difference();
        return ofCandidate ? difference.candidate() : difference.champion();
    }

    /** On the labelled rows, of which there must be one. */
    PairedDifference difference() {
        if (numbers) {
            return PairedDifference.rmse(errors(true), errors(false));
        }
        boolean[] ours = new boolean[labelled.size()];
        boolean[] theirs = new boolean[labelled.size()];
        for (int i = 0; i < ours.length; i++) {
            ours[i] = labelled.get(i).candidateRight();
            theirs[i] = labelled.get(i).championRight();
        }
        return PairedDifference.accuracy(ours, theirs);
    }

    /** Predicted minus true numbers. */
    double[] errors(boolean ofCandidate) {
        return labelled.stream()
                .mapToDouble(row -> Double.parseDouble(ofCandidate ? row.candidate() : row.champion())
                        - Double.parseDouble(row.truth()))
                .toArray();
    }
}
