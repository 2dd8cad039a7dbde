package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.data.source.CodePointOrder;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be learned from a table.
 *
 * @param target the column to predict
 * @param features the columns the model reads, in the schema's order
 * @param classes the target's distinct values: numbers ascending, text in code-point order; empty for regression
 * @param warnings sentences for people about what was left out
 */
public record LearningTask(
        Task task, String target, List<String> features, List<String> classes, List<String> warnings) {

    /** Whole numbers with at most this many distinct values are taken for classes where the configuration does not say. */
    static final int MAX_INFERRED_CLASSES = 20;

    /** More classes than this are taken for a mistake. */
    static final int MAX_CLASSES = 1000;

    /**
     * Finds out from configuration and data what is to be learned.
     *
     * @throws InputException where the target or a feature is not there, does not fit the task, or has nothing to learn from
     */
    public static LearningTask of(Configuration configuration, Table table) {
        return of(configuration, table, true);
    }

    /** The same for what was not trained here, where the data need not have a column for a model to read. */
    public static LearningTask toJudge(Configuration configuration, Table table) {
        return of(configuration, table, false);
    }

    private static LearningTask of(Configuration configuration, Table table, boolean toLearn) {
        DataSettings data = configuration.data();
        Column target = target(data, table.schema());
        ColumnValues values = table.column(target.name());
        if (target.type().isTemporal()) {
            throw InputException.ofKey(
                    "data.target", "column " + target.name() + " holds dates; a model predicts classes or numbers");
        }
        if (target.type() == ColumnType.IMAGE) {
            throw InputException.ofKey(
                    "data.target", "column " + target.name() + " holds images; a model predicts classes or numbers");
        }
        TreeSet<String> distinct = new TreeSet<>(order(target.type()));
        for (int row = 0; row < values.size(); row++) {
            if (!values.isMissing(row)) {
                distinct.add(values.text(row));
            }
        }
        Task task = data.task() != null ? data.task() : inferred(target.type(), distinct);
        requireLearnable(task, target, distinct, table.rows());
        List<String> warnings = new ArrayList<>();
        return new LearningTask(
                task,
                target.name(),
                Features.of(data, table, toLearn, warnings),
                task == Task.CLASSIFICATION
                        ? ordered(List.copyOf(distinct), data.labels(), target.sensitive())
                        : List.of(),
                List.copyOf(warnings));
    }

    /** The classes in the order of {@code data.labels}, which must have all of them and no other. */
    private static List<String> ordered(List<String> classes, Map<String, String> labels, boolean sensitive) {
        if (labels.isEmpty()) {
            return classes;
        }
        Set<String> ordered = new LinkedHashSet<>();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            ordered.add(ClassNames.find(classes, label.getValue())
                    .orElseThrow(() -> InputException.ofKey(
                            "data.labels",
                            "it calls '" + label.getKey() + "' the class '" + label.getValue()
                                    + "', which the target does not have"
                                    + (sensitive ? "" : "; its classes are " + classes))));
        }
        if (ordered.size() < classes.size()) {
            String missing = classes.stream()
                    .filter(name -> !ordered.contains(name))
                    .findFirst()
                    .orElseThrow();
            throw InputException.ofKey(
                    "data.labels", "it has no label for " + (sensitive ? "a class" : "the class '" + missing + "'"));
        }
        return List.copyOf(ordered);
    }

    /** By row the index of its class, -1 where the target is missing or of none of the classes. */
    public int[] classIndexes(Table table) {
        Map<String, Integer> index = new HashMap<>();
        for (String label : classes) {
            index.put(label, index.size());
        }
        ColumnValues values = table.column(target);
        int[] indexes = new int[values.size()];
        for (int row = 0; row < indexes.length; row++) {
            indexes[row] = values.isMissing(row) ? -1 : index.getOrDefault(values.text(row), -1);
        }
        return indexes;
    }

    /** By row the number to predict, {@code NaN} where it is missing. */
    public double[] numbers(Table table) {
        return ((ColumnValues.Numbers) table.column(target)).values();
    }

    private static Column target(DataSettings data, Schema schema) {
        if (data.target() == null) {
            throw InputException.ofKey(
                    "data.target", "it is not set; name the column to predict, one of " + schema.names());
        }
        return schema.find(data.target())
                .orElseThrow(() -> InputException.ofKey(
                        "data.target",
                        "it names the column " + data.target() + ", which the data has not; its columns are "
                                + schema.names()));
    }

    /** Two whole numbers are two classes, also where other programs write them as 0.0 and 1.0. */
    private static Task inferred(ColumnType type, TreeSet<String> distinct) {
        boolean classes = type.isCategorical()
                || type == ColumnType.INTEGER && distinct.size() <= MAX_INFERRED_CLASSES
                || type == ColumnType.DECIMAL
                        && distinct.size() == 2
                        && distinct.stream()
                                .mapToDouble(Double::parseDouble)
                                .allMatch(value -> value == Math.rint(value));
        return classes ? Task.CLASSIFICATION : Task.REGRESSION;
    }

    private static void requireLearnable(Task task, Column target, TreeSet<String> distinct, int rows) {
        String column = "column " + target.name();
        if (distinct.isEmpty()) {
            throw InputException.ofKey("data.target", column + " has no value in any of the " + rows + " rows");
        }
        if (task == Task.REGRESSION && !target.type().isNumeric()) {
            throw InputException.ofKey(
                    "data.task",
                    column + " holds " + target.type().label()
                            + " values, and a regression needs numbers; use classification");
        }
        if (distinct.size() == 1) {
            String only = target.sensitive() ? "" : ", '" + distinct.first() + "'";
            throw InputException.ofKey(
                    "data.target",
                    column + " has one "
                            + (task == Task.CLASSIFICATION ? "class" : "value") + " only" + only + ", in all of the "
                            + rows
                            + " rows: there is nothing to learn; at least two are needed");
        }
        if (task == Task.CLASSIFICATION && distinct.size() > MAX_CLASSES) {
            throw InputException.ofKey(
                    "data.target",
                    column + " has " + distinct.size() + " distinct values, more classes than the "
                            + MAX_CLASSES + " that are taken; "
                            + (target.type().isNumeric() ? "use data.task: regression" : "name another data.target"));
        }
    }

    private static Comparator<String> order(ColumnType type) {
        return type.isNumeric() ? Comparator.comparingDouble(Double::parseDouble) : CodePointOrder.INSTANCE;
    }
}
