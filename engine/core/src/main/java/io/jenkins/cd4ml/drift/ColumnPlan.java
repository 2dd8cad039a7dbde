package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which columns are compared: those of {@code drift.columns}; without it the features of the model (or, without a model, those
 * that {@code data} describes) and the target. Dates and free text are left out unless they are listed: later rows have later dates,
 * and hardly a text occurs twice.
 *
 * @param model features that a model needs to predict; empty where none is asked
 */
record ColumnPlan(List<PlannedColumn> columns, List<String> model) {
    /** Whole numbers with more distinct values than this are no classes where nothing says so, as in training. */
    private static final int MOST_INFERRED_CLASSES = 20;

    /** {@code model} is null where there is none; throws {@link InputException} for names that the reference has not. */
    static ColumnPlan of(Configuration configuration, DriftModel model, Table reference) {
        List<String> listed = configuration.drift().columns();
        String target = configuration.data().target();
        List<PlannedColumn> planned = new ArrayList<>();
        for (String name : listed.isEmpty() ? usual(configuration.data(), model, reference.schema()) : listed) {
            Column column = require(reference.schema(), listed.isEmpty() ? null : "drift.columns", name);
            boolean isTarget = name.equals(target);
            planned.add(new PlannedColumn(
                    column,
                    isTarget ? Role.TARGET : Role.FEATURE,
                    isTarget && isClasses(configuration.data(), model, column, reference.column(name)),
                    listed.isEmpty() || column.type() == ColumnType.IMAGE ? leftOut(column) : null));
        }
        List<String> inputs = model == null || !configuration.drift().predictions() ? List.of() : model.features();
        inputs.forEach(name -> require(reference.schema(), null, name));
        requireCompared(configuration, planned, reference.schema());
        return new ColumnPlan(List.copyOf(planned), inputs);
    }

    /** What the current files must have, and the target (null: there is none), in the reference's order and types. */
    Schema wanted(Schema reference, String target) {
        Set<String> names = new TreeSet<>(model);
        if (target != null) {
            names.add(target);
        }
        columns.stream()
                .filter(planned -> planned.leftOut() == null)
                .forEach(planned -> names.add(planned.column().name()));
        return new Schema(reference.columns().stream()
                .filter(column -> names.contains(column.name()))
                .toList());
    }

    private static List<String> usual(DataSettings data, DriftModel model, Schema reference) {
        List<String> names = new ArrayList<>(model != null ? model.features() : features(data, reference));
        if (data.target() != null && reference.indexOf(data.target()) >= 0 && !names.contains(data.target())) {
            names.add(data.target());
        }
        return names;
    }

    private static List<String> features(DataSettings data, Schema reference) {
        return data.features().isEmpty()
                ? reference.names().stream()
                        .filter(name -> !data.key().contains(name))
                        .filter(name -> !data.exclude().contains(name))
                        .toList()
                : data.features();
    }

    private static String leftOut(Column column) {
        if (column.type().isTemporal()) {
            return "later rows have later dates; list it in drift.columns to compare it all the same";
        }
        if (column.type() == ColumnType.TEXT) {
            return "free text is not compared; if these are categories, set data.columns." + column.name()
                    + ".type: category and run versionData again";
        }
        if (column.type() == ColumnType.IMAGE) {
            return "images are not compared number by number; what the model says of them is";
        }
        return null;
    }

    private static boolean isClasses(DataSettings data, DriftModel model, Column column, ColumnValues values) {
        if (model != null) {
            return model.task() == Task.CLASSIFICATION;
        }
        if (data.task() != null) {
            return data.task() == Task.CLASSIFICATION;
        }
        return column.type() == ColumnType.INTEGER
                && ComparedColumn.of(column, Role.TARGET, values, values, false)
                                .pair()
                                .distinct()
                        <= MOST_INFERRED_CLASSES;
    }

    private static Column require(Schema schema, String key, String name) {
        return schema.find(name).orElseThrow(() -> {
            String message =
                    "the reference has no column '" + name + "'" + NearestName.hint(name, schema.names(), "columns");
            return key == null ? new InputException(message) : InputException.ofKey(key, message);
        });
    }

    private static void requireCompared(Configuration configuration, List<PlannedColumn> planned, Schema reference) {
        List<String> names = planned.stream()
                .filter(column -> column.leftOut() == null)
                .map(column -> column.column().name())
                .toList();
        for (String name : configuration.drift().tests().keySet()) {
            if (!names.contains(name)) {
                throw InputException.ofKey(
                        "drift.tests." + name,
                        "this column is not compared" + why(configuration, planned, names, name, reference));
            }
        }
    }

    /** Why a column of {@code drift.tests} is not compared, and what would change that, as the rest of a sentence. */
    private static String why(
            Configuration configuration,
            List<PlannedColumn> planned,
            List<String> names,
            String name,
            Schema reference) {
        for (PlannedColumn column : planned) {
            if (column.column().name().equals(name)) {
                return ": " + column.leftOut();
            }
        }
        if (reference.indexOf(name) < 0) {
            return ": the reference has none of that name" + NearestName.hint(name, names, "compared columns");
        }
        if (!configuration.drift().columns().isEmpty()) {
            return ": add it to drift.columns";
        }
        String role = configuration.data().key().contains(name) ? "is a key" : "is no feature of the model";
        return ": it " + role + "; to compare it all the same, list it in drift.columns with the others: "
                + String.join(", ", names);
    }
}
