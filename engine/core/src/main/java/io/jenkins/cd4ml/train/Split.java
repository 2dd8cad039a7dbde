package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.config.SplitSettings.Method;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows train, which choose the best epoch, which judge; each as ascending row numbers of the table. A pure function of
 * configuration and table: every stage that computes it finds the same.
 *
 * <p>{@code RANDOM} and {@code STRATIFIED} look at a row's key and the seed alone, so a row never changes sides when data grows
 * or labels are corrected. The same thresholds within every class keep each class's share but for chance; exact shares would
 * have to move rows. What {@code STRATIFIED} adds is a warning for each class that a side lacks.
 *
 * @param unused rows without target, without date, outside every range, or beyond the shares
 * @param warnings sentences for people about what may be wrong
 */
public record Split(int[] train, int[] validation, int[] test, int[] unused, List<String> warnings) {

    /** Fewer training rows than this teach nothing. */
    static final int MIN_TRAINING_ROWS = 10;

    /**
     * Divides the rows.
     *
     * @throws InputException where a setting is wrong, a part that was asked for gets no row, training gets too few rows or
     *     none of some class
     */
    public static Split of(Configuration configuration, LearningTask task, Table table) {
        SplitSettings settings = configuration.split();
        Method method = settings.method() != null
                ? settings.method()
                : task.task() == Task.CLASSIFICATION ? Method.STRATIFIED : Method.RANDOM;
        if (method == Method.STRATIFIED && task.task() != Task.CLASSIFICATION) {
            throw InputException.ofKey(
                    "split.method",
                    "stratified needs classes, and target column " + task.target() + " holds numbers; use random");
        }
        List<String> warnings = new ArrayList<>();
        boolean[] usable = withTarget(task, table);
        Part[] parts =
                method == Method.TIME ? TimeSplit.of(settings, table, usable, warnings) : HashSplit.of(settings, table);
        int unlabelled = 0;
        for (int row = 0; row < parts.length; row++) {
            if (!usable[row]) {
                parts[row] = Part.UNUSED;
                unlabelled++;
            }
        }
        if (unlabelled > 0) {
            warnings.add("without " + task.target() + ", so not used: " + unlabelled + " of " + parts.length + " rows");
        }
        requireRows(settings, parts);
        if (task.task() == Task.CLASSIFICATION) {
            ClassPresence.check(task, table, parts, method == Method.STRATIFIED, warnings);
        }
        return new Split(
                rows(parts, Part.TRAIN),
                rows(parts, Part.VALIDATION),
                rows(parts, Part.TEST),
                rows(parts, Part.UNUSED),
                List.copyOf(warnings));
    }

    /** The rows that judge: {@code test}; without any {@code validation}, and without these {@code train}. */
    public String judging() {
        return test.length > 0 ? "test" : validation.length > 0 ? "validation" : "train";
    }

    /** The rows of {@code train}, {@code validation}, {@code test} or {@code unused}. */
    public int[] rows(String name) {
        return switch (name) {
            case "train" -> train;
            case "validation" -> validation;
            case "test" -> test;
            case "unused" -> unused;
            default -> throw new InputException(
                    "no split is called '" + name + "'; there are train, validation, test and unused");
        };
    }

    private static boolean[] withTarget(LearningTask task, Table table) {
        var target = table.column(task.target());
        boolean[] usable = new boolean[table.rows()];
        for (int row = 0; row < usable.length; row++) {
            usable[row] = !target.isMissing(row);
        }
        return usable;
    }

    private static void requireRows(SplitSettings settings, Part[] parts) {
        for (Part part : Part.CONFIGURED) {
            String asked = part.of(settings);
            boolean none = Arrays.stream(parts).noneMatch(part::equals);
            if (none && asked != null && !isZero(asked)) {
                throw InputException.ofKey(
                        "split." + part.label(),
                        "it is " + asked + ", and none of the " + parts.length
                                + " rows falls into it; "
                                + (DateRange.isRange(asked)
                                        ? "name a range that the dates reach"
                                        : "use more data or a larger share"));
            }
        }
        long training = Arrays.stream(parts).filter(Part.TRAIN::equals).count();
        if (training < MIN_TRAINING_ROWS) {
            throw InputException.ofKey(
                    "split.train",
                    "only " + training + " of the " + parts.length + " rows are left to train on; at least "
                            + MIN_TRAINING_ROWS + " are needed");
        }
    }

    private static boolean isZero(String share) {
        return !DateRange.isRange(share) && Double.parseDouble(share) == 0;
    }

    private static int[] rows(Part[] parts, Part part) {
        return IntStream.range(0, parts.length)
                .filter(row -> parts[row] == part)
                .toArray();
    }
}
