package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Table;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The data of a judgement, with the sides of its split.
 *
 * @param table all rows
 * @param target column that is predicted
 * @param classes number of classes; 0 for regression
 * @param labels by row the index of its class, -1 where it has none; empty for regression
 * @param numbers by row the number to predict, NaN where it is missing; empty for classification
 * @param features columns that the model reads; empty where that is not known
 * @param describing columns that describe a row rather than name it, by which copies are known
 * @param known rows that training could use: the training and the validation rows; empty where that is not known
 * @param judged rows that judge
 */
public record JudgedData(
        Table table,
        Task task,
        String target,
        int classes,
        int[] labels,
        double[] numbers,
        List<String> features,
        List<String> describing,
        int[] known,
        int[] judged) {

    /**
     * The same, with what describes a row found among some columns.
     *
     * @param columns those of the features, or what may be
     * @param key columns that name a row
     */
    public static JudgedData of(
            Table table,
            Task task,
            String target,
            int classes,
            int[] labels,
            double[] numbers,
            List<String> features,
            List<String> columns,
            List<String> key,
            int[] known,
            int[] judged) {
        int[] all = IntStream.range(0, table.rows()).toArray();
        List<String> describing = columns.stream()
                .filter(name -> !key.contains(name))
                .filter(name -> !RowNames.nameRows(table.schema().find(name).orElseThrow(), table.column(name), all))
                .toList();
        return new JudgedData(table, task, target, classes, labels, numbers, features, describing, known, judged);
    }

    /** Rows with a target, ascending. */
    int[] answered() {
        return IntStream.range(0, table.rows()).filter(this::isAnswered).toArray();
    }

    boolean isAnswered(int row) {
        return task == Task.CLASSIFICATION ? labels[row] >= 0 : !Double.isNaN(numbers[row]);
    }

    boolean sameAnswer(int row, int other) {
        return task == Task.CLASSIFICATION
                ? labels[row] == labels[other]
                : Double.compare(numbers[row], numbers[other]) == 0;
    }

    Column column(String name) {
        return table.schema().find(name).orElseThrow();
    }
}
