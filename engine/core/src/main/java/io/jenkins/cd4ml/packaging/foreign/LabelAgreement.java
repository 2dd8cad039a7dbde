package io.jenkins.cd4ml.packaging.foreign;

import io.jenkins.cd4ml.problem.InputException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the order of classes that the configuration gives a plain tensor against the labels that the file itself gives the same rows. Labels
 * that follow a threshold of their own contradict nothing: refused is only another order, in which each label has a column of its own.
 */
final class LabelAgreement {
    private LabelAgreement() {}

    /**
     * Refuses an order of classes that the file's labels contradict.
     *
     * @param values row by row a number for each class
     */
    static void require(
            ForeignQuestion question, List<String> classes, List<ForeignAnswer.Row> rows, double[][] values) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        int width = classes.size();
        for (int row = 0; row < rows.size(); row++) {
            String own = rows.get(row).own();
            int best = best(values[row]);
            if (own != null && classes.contains(own) && best >= 0) {
                counts.computeIfAbsent(own, label -> new int[width])[best]++;
            }
        }
        Set<Integer> columns = new HashSet<>();
        boolean other = false;
        long contradicting = 0;
        for (Map.Entry<String, int[]> label : counts.entrySet()) {
            int[] found = label.getValue();
            int most = 0;
            for (int i = 1; i < width; i++) {
                most = found[i] > found[most] ? i : most;
            }
            int meant = classes.indexOf(label.getKey());
            other |= most != meant;
            for (int i = 0; i < width; i++) {
                contradicting += i == meant ? 0 : found[i];
            }
            if (!columns.add(most)) {
                return;
            }
        }
        if (other) {
            throw new InputException(question.name()
                    + " contradicts the order of validate.model.classes: its own labels name"
                    + " another class than the most probable one in that order for " + contradicting + " of the "
                    + rows.size() + " rows"
                    + (question.sensitive() ? "" : ", for example " + example(classes, counts))
                    + "; list the classes in the order of the model's output");
        }
    }

    private static String example(List<String> classes, Map<String, int[]> counts) {
        for (Map.Entry<String, int[]> label : counts.entrySet()) {
            for (int i = 0; i < classes.size(); i++) {
                if (label.getValue()[i] > 0 && !classes.get(i).equals(label.getKey())) {
                    return "'" + label.getKey() + "' where '" + classes.get(i) + "' would be";
                }
            }
        }
        return "";
    }

    /** The place of the largest number; -1 where two are the same. */
    private static int best(double[] values) {
        int best = 0;
        boolean tie = false;
        for (int i = 1; i < values.length; i++) {
            double difference = values[i] - values[best];
            tie = difference == 0 || tie && difference < 0;
            best = difference > 0 ? i : best;
        }
        return tie ? -1 : best;
    }
}
