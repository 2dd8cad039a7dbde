package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Table;
import java.util.Arrays;
import java.util.List;

/** Which classes are found on which side of a split. */
final class ClassPresence {
    private ClassPresence() {}

    /**
     * A class without a training row cannot be learned: refused. A class that is missing where a stratified split is judged
     * makes that judgement blind to it: warned of.
     */
    static void check(LearningTask task, Table table, Part[] parts, boolean stratified, List<String> warnings) {
        int[] classes = task.classIndexes(table);
        long[][] counts = new long[Part.values().length][task.classes().size()];
        for (int row = 0; row < parts.length; row++) {
            if (classes[row] >= 0) {
                counts[parts[row].ordinal()][classes[row]]++;
            }
        }
        for (int i = 0; i < task.classes().size(); i++) {
            String label = shown(task, table, i);
            if (counts[Part.TRAIN.ordinal()][i] == 0) {
                int index = i;
                long rows =
                        Arrays.stream(counts).mapToLong(count -> count[index]).sum();
                throw new InputException(label + " of " + task.target() + " (" + rows + (rows == 1 ? " row" : " rows")
                        + ") is in no training row, so the model could never predict it; give split.train more rows or remove "
                        + "the class");
            }
            for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
                boolean used = Arrays.stream(counts[part.ordinal()]).sum() > 0;
                if (stratified && used && counts[part.ordinal()][i] == 0) {
                    warnings.add(label + " of " + task.target() + " is in no " + part.label()
                            + " row: it is too rare for that share, and nothing there speaks of it");
                }
            }
        }
    }

    private static String shown(LearningTask task, Table table, int index) {
        boolean sensitive =
                table.schema().find(task.target()).map(Column::sensitive).orElse(false);
        return sensitive ? "a class" : "class '" + task.classes().get(index) + "'";
    }
}
