package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.GroupKeys;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Split;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows that a model is judged on.
 *
 * @param positions in the table of the whole data set, ascending
 * @param rows those rows
 * @param truth what is known of them
 */
record HeldOut(int[] positions, Table rows, Truth truth) {

    /**
     * The rows of the configured split.
     *
     * @throws InputException where there are none, or the model was trained for another target
     */
    static HeldOut of(Configuration configuration, Table table, LearningTask task, Candidate candidate) {
        candidate.requireFits(task);
        String split = configuration.validate().split();
        int[] positions = split.equals(ValidateSettings.ALL)
                ? withTarget(task, table)
                : Split.of(configuration, task, table).rows(split);
        if (positions.length == 0) {
            throw InputException.ofKey(
                    "validate.split",
                    "no row of the data falls into " + split + ": give split." + split
                            + " a share or a range of dates");
        }
        return new HeldOut(
                positions, table.select(positions), truth(configuration, task, table, positions, candidate.classes()));
    }

    /** Histogram of the errors; null for classes, and for a sensitive target, as its ends are the largest errors to the digit. */
    Histogram residuals(String target, Predictions predictions) {
        return truth.task() == Task.CLASSIFICATION || hasSensitiveNumbers(target)
                ? null
                : Residuals.of(truth.numbers(), Truth.numbers(predictions));
    }

    /**
     * Whether the numbers to predict are not to be told: no mean of predictions, which is one of them, and nothing of a few rows alone. How
     * far the model is off, and how groups differ, is no value of any of them.
     */
    boolean hasSensitiveNumbers(String target) {
        return truth.task() == Task.REGRESSION
                && rows.schema().find(target).map(Column::sensitive).orElse(false);
    }

    /**
     * Makes sure that the model was not trained on these rows. Where rows are split by time a key may come again, which is
     * worth a warning.
     */
    void requireUnseen(Configuration configuration, TrainingKeys keys, EventSink events) {
        long seen = Arrays.stream(rows.keys()).filter(keys::contains).count();
        boolean mayRepeat = configuration.split().method() == SplitSettings.Method.TIME
                && !configuration.data().key().isEmpty();
        String share = seen + " of the " + Sentences.rows(rows.rows()) + " to judge it on";
        if (seen > 0 && !mayRepeat) {
            throw InputException.ofKey(
                    "split",
                    "the model was trained on " + share
                            + ", since the split has changed after the training: run trainModel again");
        }
        if (seen > 0) {
            events.warning("the model was trained on earlier rows with the same key as " + share);
        }
    }

    private static int[] withTarget(LearningTask task, Table table) {
        var target = table.column(task.target());
        return IntStream.range(0, table.rows())
                .filter(row -> !target.isMissing(row))
                .toArray();
    }

    private static Truth truth(
            Configuration configuration, LearningTask task, Table table, int[] positions, List<String> more) {
        if (task.task() == Task.REGRESSION) {
            double[] numbers = task.numbers(table);
            return new Truth(
                    Task.REGRESSION,
                    Labels.NONE,
                    new int[0],
                    IntStream.of(positions).mapToDouble(row -> numbers[row]).toArray(),
                    groups(configuration, table, positions));
        }
        int[] classes = task.classIndexes(table);
        List<String> names =
                Stream.concat(task.classes().stream(), more.stream()).distinct().toList();
        long[] counts = new long[names.size()];
        for (int label : classes) {
            if (label >= 0) {
                counts[label]++;
            }
        }
        boolean sensitive = table.schema().find(task.target()).orElseThrow().sensitive();
        Labels labels =
                Labels.of(names, sensitive, counts, configuration.validate().positive());
        return new Truth(
                Task.CLASSIFICATION,
                labels,
                IntStream.of(positions).map(row -> classes[row]).toArray(),
                new double[0],
                groups(configuration, table, positions));
    }

    /**
     * Rows of a group of {@code split.group}, or with the same key, are about one thing and not independent. Without a configured key rows of equal
     * content may well be.
     */
    private static int[] groups(Configuration configuration, Table table, int[] positions) {
        String group = configuration.split().group();
        boolean grouped = group != null && table.schema().find(group).isPresent();
        if (!grouped && configuration.data().key().isEmpty()) {
            return null;
        }
        long[] keys = grouped ? GroupKeys.of(configuration.split(), table) : table.keys();
        Map<Long, Integer> numbers = new HashMap<>();
        return IntStream.of(positions)
                .map(row -> numbers.computeIfAbsent(keys[row], key -> numbers.size()))
                .toArray();
    }
}
