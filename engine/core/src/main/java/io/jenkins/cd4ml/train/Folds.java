package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.CrossValidationSettings;
import io.jenkins.cd4ml.config.CrossValidationSettings.Method;
import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The folds of a cross-validation over the training and validation rows of the split; its test rows take no part.
 *
 * <p>{@code RANDOM}, {@code STRATIFIED} and {@code GROUP}: the fold of a row is its key's (or its group's) place by a hash of its own,
 * times the number of folds, so a row keeps its fold when data grows. {@code TIME}: {@link TimeFolds}.
 *
 * <p>Of a fold's training rows the share that {@code split.validation} has of training and validation chooses the epoch: by another hash,
 * or the latest rows.
 */
record Folds(Method method, String column, List<Sides> sides) {
    /** Other places than those that decide on the split. */
    private static final long FOLD_SEED = 0x5f6f_6c64L;

    private static final long CHOICE_SEED = 0x6368_6f69_6365L;

    static Folds of(Configuration configuration, LearningTask task, Table table, Split split, List<String> warnings) {
        CrossValidationSettings settings = configuration.train().crossValidation();
        SplitSettings sides = configuration.split();
        Method method = method(settings, sides, task);
        int[] rows = IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                .sorted()
                .toArray();
        double choice = split.validation().length / (double) rows.length;
        List<Sides> folds = method == Method.TIME
                ? TimeFolds.of(sides, table, rows, settings.folds(), choice)
                : byHash(sides, table, rows, settings.folds(), choice);
        for (int i = 0; i < folds.size(); i++) {
            FoldCheck.require(i + 1, folds.get(i), task, table, method == Method.STRATIFIED, warnings);
        }
        String column = method == Method.TIME ? sides.by() : method == Method.GROUP ? sides.group() : null;
        return new Folds(method, column, List.copyOf(folds));
    }

    private static Method method(CrossValidationSettings settings, SplitSettings sides, LearningTask task) {
        boolean classes = task.task() == Task.CLASSIFICATION;
        Method method = settings.method() != null
                ? settings.method()
                : sides.by() != null
                        ? Method.TIME
                        : sides.group() != null ? Method.GROUP : classes ? Method.STRATIFIED : Method.RANDOM;
        require(method != Method.TIME || sides.by() != null, "time needs split.by, the name of a date column");
        require(method != Method.GROUP || sides.group() != null, "group needs split.group, the name of a column");
        require(
                method == Method.GROUP || sides.group() == null,
                "split.group is given, and only group keeps a group in one fold; leave the method out");
        require(method != Method.STRATIFIED || classes, "stratified needs classes, and the target holds numbers");
        return method;
    }

    private static List<Sides> byHash(SplitSettings sides, Table table, int[] rows, int folds, double choice) {
        long[] keys = GroupKeys.of(sides, table);
        List<Sides> all = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int judging = fold;
            IntPredicate judged =
                    row -> (int) (HashSplit.place(keys[row], sides.seed() + FOLD_SEED) * folds) == judging;
            IntPredicate chooses = row -> HashSplit.place(keys[row], sides.seed() + CHOICE_SEED) < choice;
            all.add(new Sides(
                    pick(rows, judged.negate().and(chooses.negate())),
                    pick(rows, judged.negate().and(chooses)),
                    pick(rows, judged)));
        }
        return all;
    }

    private static int[] pick(int[] rows, IntPredicate wanted) {
        return IntStream.of(rows).filter(wanted).toArray();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw InputException.ofKey("train.crossValidation.method", otherwise);
        }
    }
}
