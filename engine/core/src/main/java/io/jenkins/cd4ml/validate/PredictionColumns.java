package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a file of predictions: {@code prediction} (a label, or a number), and {@code probability_<class>} for each
 * class, of two classes one will do. Where {@code data.labels} has another word for a class, that will do, too.
 */
final class PredictionColumns {
    static final String PREDICTION = "prediction";
    static final String PROBABILITY = "probability_";
    private static final double TOLERANCE = 1e-3;

    private PredictionColumns() {}

    static List<Column> of(LearningTask task, Schema schema, Map<String, String> labels) {
        Column target = schema.find(task.target()).orElseThrow();
        List<Column> columns = new ArrayList<>();
        boolean numbers = task.task() == Task.REGRESSION;
        columns.add(new Column(PREDICTION, numbers ? ColumnType.DECIMAL : target.type(), target.sensitive()));
        Set<String> names = new LinkedHashSet<>(task.classes());
        names.addAll(labels.keySet());
        names.forEach(name -> columns.add(new Column(PROBABILITY + name, ColumnType.DECIMAL, false)));
        return columns;
    }

    /** @param labels class by what else it may be called */
    static Predictions read(
            String path, LearningTask task, Table table, Schema schema, Map<String, String> labels, EventSink events) {
        boolean predicted = table.schema().find(PREDICTION).isPresent();
        if (task.task() == Task.REGRESSION) {
            require(predicted, path, "it lacks the column " + PREDICTION);
            double[][] numbers = new double[table.rows()][1];
            for (int row = 0; row < numbers.length; row++) {
                numbers[row][0] = number(path, table, PREDICTION, row);
            }
            return new Predictions(List.of(), numbers);
        }
        List<String> classes = task.classes();
        Map<String, String> columns = probabilityColumns(classes, labels, table.schema());
        List<String> given = classes.stream().filter(columns::containsKey).toList();
        boolean enough = given.size() == classes.size() || classes.size() == 2 && given.size() == 1;
        boolean sensitive = schema.find(task.target()).orElseThrow().sensitive();
        require(
                enough || predicted && given.isEmpty(),
                path,
                given.isEmpty()
                        ? "it has neither the column " + PREDICTION + " nor " + PROBABILITY + "<class> columns"
                        : "it has the probabilities of " + given.size() + " of the " + classes.size()
                                + " classes; a column " + PROBABILITY + "<class> is needed for each"
                                + (sensitive ? "" : ": " + String.join(", ", classes)));
        if (!enough) {
            return labels(path, task, table, labels, sensitive);
        }
        Predictions predictions = probabilities(path, classes, columns, table);
        if (predicted) {
            tellDisagreement(predictions, labels, table, events);
        }
        return predictions;
    }

    /** By class the column of its probability, as far as there is one. */
    private static Map<String, String> probabilityColumns(
            List<String> classes, Map<String, String> labels, Schema schema) {
        Map<String, String> columns = new HashMap<>();
        labels.forEach((label, word) -> ClassNames.find(classes, word)
                .filter(name -> schema.find(PROBABILITY + label).isPresent())
                .ifPresent(name -> columns.put(name, PROBABILITY + label)));
        classes.stream()
                .filter(name -> schema.find(PROBABILITY + name).isPresent())
                .forEach(name -> columns.put(name, PROBABILITY + name));
        return columns;
    }

    /** The class that a text of the column of predictions means; the text itself where it means none. */
    private static String meant(String text, List<String> classes, Map<String, String> labels) {
        return classes.contains(text) || !labels.containsKey(text)
                ? text
                : ClassNames.find(classes, labels.get(text)).orElse(text);
    }

    private static Predictions labels(
            String path, LearningTask task, Table table, Map<String, String> words, boolean sensitive) {
        double[][] values = new double[table.rows()][task.classes().size()];
        ColumnValues labels = table.column(PREDICTION);
        for (int row = 0; row < values.length; row++) {
            int label =
                    labels.isMissing(row) ? -1 : task.classes().indexOf(meant(labels.text(row), task.classes(), words));
            if (label < 0) {
                throw new InputException(path + ": row " + (row + 1)
                        + (labels.isMissing(row)
                                ? " lacks its " + PREDICTION
                                : " predicts "
                                        + (sensitive ? "a class" : "'" + labels.text(row) + "'")
                                        + ", which column " + task.target() + " of the data never has"));
            }
            values[row][label] = 1;
        }
        return new Predictions(task.classes(), values, true);
    }

    private static Predictions probabilities(
            String path, List<String> classes, Map<String, String> columns, Table table) {
        List<String> given = classes.stream().filter(columns::containsKey).toList();
        double[][] values = new double[table.rows()][classes.size()];
        for (int row = 0; row < values.length; row++) {
            double sum = 0;
            for (String name : given) {
                double probability = number(path, table, columns.get(name), row);
                if (probability < 0 || probability > 1) {
                    throw new InputException(path + ": row " + (row + 1) + " has the probability "
                            + Sentences.plain(probability) + ", not between 0 and 1");
                }
                values[row][classes.indexOf(name)] = probability;
                sum += probability;
            }
            if (given.size() < classes.size()) {
                values[row][1 - classes.indexOf(given.get(0))] = 1 - sum;
            } else if (Math.abs(sum - 1) > TOLERANCE) {
                throw new InputException(
                        path + ": the probabilities of row " + (row + 1) + " add up to " + (float) sum + ", not 1");
            }
        }
        return new Predictions(classes, values);
    }

    private static double number(String path, Table table, String column, int row) {
        double value = ((ColumnValues.Numbers) table.column(column)).values()[row];
        if (!Double.isFinite(value)) {
            throw new InputException(path + ": row " + (row + 1) + " has "
                    + (column.equals(PREDICTION) ? "a " + PREDICTION : "a probability") + " that is no finite number");
        }
        return value;
    }

    private static void tellDisagreement(
            Predictions predictions, Map<String, String> words, Table table, EventSink events) {
        ColumnValues labels = table.column(PREDICTION);
        long others = 0;
        for (int row = 0; row < predictions.rows(); row++) {
            boolean same = labels.isMissing(row)
                    || meant(labels.text(row), predictions.classes(), words).equals(predictions.label(row));
            others += same ? 0 : 1;
        }
        if (others > 0) {
            events.warning("the most probable class counts, and column " + PREDICTION + " says another in "
                    + Sentences.rows(others));
        }
    }

    private static void require(boolean holds, String path, String otherwise) {
        if (!holds) {
            throw InputException.at(path, 1, null, otherwise);
        }
    }
}
