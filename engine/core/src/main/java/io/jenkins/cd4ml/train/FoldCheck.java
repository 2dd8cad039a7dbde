package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Table;
import java.util.List;

/** Whether a fold can be trained and judged. */
final class FoldCheck {
    private FoldCheck() {}

    /** A fold that cannot is refused; a class that a stratified fold does not judge is warned of. */
    static void require(
            int fold, Sides sides, LearningTask task, Table table, boolean stratified, List<String> warnings) {
        if (sides.train().length < Split.MIN_TRAINING_ROWS || sides.judged().length == 0) {
            throw refused("fold " + fold + " has " + sides.train().length + " rows to train on and "
                    + sides.judged().length + " to judge; at least " + Split.MIN_TRAINING_ROWS
                    + " and 1 are needed: use fewer folds");
        }
        if (task.task() == Task.REGRESSION) {
            return;
        }
        int[] classes = task.classIndexes(table);
        long[] trained = counts(classes, sides.train(), task.classes().size());
        long[] judged = counts(classes, sides.judged(), task.classes().size());
        boolean sensitive =
                table.schema().find(task.target()).map(Column::sensitive).orElse(false);
        for (int i = 0; i < trained.length; i++) {
            String label = sensitive ? "a class" : "class '" + task.classes().get(i) + "'";
            if (trained[i] == 0) {
                throw refused(label + " of " + task.target() + " is in no training row of fold " + fold
                        + ", so its model could never predict it: use fewer folds, or remove the class");
            }
            if (stratified && judged[i] == 0) {
                warnings.add(label + " of " + task.target() + " is in no row that fold " + fold
                        + " judges: it is too rare for that many folds, and nothing there speaks of it");
            }
        }
    }

    private static long[] counts(int[] classes, int[] rows, int count) {
        long[] counts = new long[count];
        for (int row : rows) {
            counts[classes[row]]++;
        }
        return counts;
    }

    private static InputException refused(String sentence) {
        return InputException.ofKey("train.crossValidation.folds", sentence);
    }
}
