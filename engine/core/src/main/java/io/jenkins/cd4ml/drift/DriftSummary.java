package io.jenkins.cd4ml.drift;

import java.util.List;

/**
 * The verdict in one sentence.
 *
 * @param against what the rows were compared with: {@code the training data}, {@code the reference}
 */
record DriftSummary(DataSetDrift dataSet, String against, long currentRows, long referenceRows) {
    private static final int NAMED = 6;

    /** About the data set alone. */
    String ofDataSet() {
        if (dataSet.tested() == 0) {
            return "Not judged: no column has values enough on both sides" + rows();
        }
        String relation = dataSet.hasDrifted() ? " >= " : " < ";
        return (dataSet.hasDrifted() ? "Drift: " : "No drift: ") + columns() + "; share "
                + Figures.of(dataSet.share(), dataSet.threshold()) + relation + Figures.of(dataSet.threshold())
                + rows();
    }

    /** About everything; {@code predictions} is null where they were not compared. */
    String of(Judgement predictions) {
        if (predictions == null || !predictions.drifted()) {
            return ofDataSet();
        }
        String score = ColumnSentence.score(predictions);
        if (dataSet.hasDrifted()) {
            return ofDataSet() + "; the predictions differ too: " + score;
        }
        return "Drift: the predictions differ: " + score + "; "
                + (dataSet.tested() == 0 ? "no column could be judged" : columns()) + rows();
    }

    private String columns() {
        List<String> names = dataSet.drifted();
        String named = names.isEmpty()
                ? ""
                : " (" + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (names.size() > NAMED ? ", …)" : ")");
        return names.size() + " of " + dataSet.tested() + (dataSet.tested() == 1 ? " column" : " columns") + named
                + (names.size() == 1 || dataSet.tested() == 1 ? " differs from " : " differ from ") + against;
    }

    private String rows() {
        return " (" + Figures.count(currentRows) + (currentRows == 1 ? " row" : " rows") + " against "
                + Figures.count(referenceRows) + ")";
    }
}
