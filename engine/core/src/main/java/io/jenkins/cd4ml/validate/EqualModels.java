package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.Test;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.statistics.PairedPower;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How often two equal models pass all comparisons at once. Equal models are made of the two that were compared: on each row it is drawn at
 * random which of the two answers for the one model, the other one answers for the other. So they differ in as many rows as these do, and
 * gates on the same rows, or on slices of them, depend on each other as they really do.
 */
final class EqualModels {
    private static final int MOST_DRAWS = 400;
    private static final int LEAST_DRAWS = 50;
    private static final double MOST_WORK = 2e8;

    private final Truth truth;
    private final double[][] candidate;
    private final double[][] champion;
    private final boolean labelsOnly;

    private EqualModels(Pairing pairing) {
        this.truth = pairing.truth();
        this.labelsOnly = pairing.candidate().labelsOnly();
        boolean classes = truth.task() == Task.CLASSIFICATION;
        this.candidate = classes
                ? truth.labels().align(pairing.candidate())
                : pairing.candidate().values();
        Predictions other = pairing.opponent().predictions();
        int[] shared =
                pairing.opponent().shared(IntStream.range(0, truth.rows()).toArray());
        this.champion = new double[truth.rows()][];
        double[][] known =
                Arrays.stream(shared).mapToObj(row -> other.values()[row]).toArray(double[][]::new);
        double[][] aligned = classes ? truth.labels().align(new Predictions(other.classes(), known)) : known;
        for (int i = 0; i < shared.length; i++) {
            champion[shared[i]] = aligned[i];
        }
    }

    /**
     * A comparison that was made.
     *
     * @param rows that it was made on
     * @param error standard error of the difference
     */
    record Asked(GateRule.Versus rule, int[] rows, double error) {}

    /** Both models' answers to the same rows, one behind the other. */
    private record Doubled(int[] rows, MetricSample sample, List<Asked> asked) {}

    /** The share of draws in which all comparisons pass. */
    static double pass(List<Asked> all, Pairing pairing, long seed) {
        EqualModels models = new EqualModels(pairing);
        List<Doubled> doubled = models.doubled(all);
        double work = doubled.stream()
                .mapToDouble(one -> (double) one.rows.length * Math.max(1, models.candidate[0].length))
                .sum();
        int draws = (int) Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, MOST_WORK / Math.max(1, work)));
        double z = new PairedPower(pairing.tail().tail()).z();
        long[] seeds = new SplittableRandom(seed).longs(draws).toArray();
        long passed = Arrays.stream(seeds)
                .parallel()
                .filter(one -> models.passes(doubled, new SplittableRandom(one), z))
                .count();
        return (double) passed / draws;
    }

    private List<Doubled> doubled(List<Asked> all) {
        Map<List<Integer>, List<Asked>> byRows = new LinkedHashMap<>();
        for (Asked asked : all) {
            List<Integer> rows = IntStream.of(asked.rows).boxed().toList();
            byRows.computeIfAbsent(rows, key -> new ArrayList<>()).add(asked);
        }
        return byRows.values().stream()
                .map(asked -> {
                    int[] rows = asked.get(0).rows;
                    int[] twice = IntStream.concat(IntStream.of(rows), IntStream.of(rows))
                            .toArray();
                    double[][] values = Stream.concat(
                                    IntStream.of(rows).mapToObj(row -> candidate[row]),
                                    IntStream.of(rows).mapToObj(row -> champion[row]))
                            .toArray(double[][]::new);
                    Predictions both = new Predictions(truth.labels().names(), values, labelsOnly);
                    return new Doubled(rows, truth.select(twice).sample(both), asked);
                })
                .toList();
    }

    private boolean passes(List<Doubled> all, SplittableRandom random, double z) {
        boolean[] swapped = new boolean[truth.rows()];
        for (int row = 0; row < swapped.length; row++) {
            swapped[row] = random.nextBoolean();
        }
        for (Doubled doubled : all) {
            int rows = doubled.rows.length;
            int[] one = new int[2 * rows];
            int[] other = new int[2 * rows];
            for (int i = 0; i < rows; i++) {
                boolean swap = swapped[doubled.rows[i]];
                one[swap ? rows + i : i] = 1;
                other[swap ? i : rows + i] = 1;
            }
            double[] ones = doubled.sample.evaluate(one);
            double[] others = doubled.sample.evaluate(other);
            for (Asked asked : doubled.asked) {
                int metric = doubled.sample.metrics().indexOf(asked.rule.key());
                if (!holds(asked, ones[metric] - others[metric], z)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean holds(Asked asked, double difference, double z) {
        boolean down = asked.rule.higher() == (asked.rule.test() == Test.NOT_WORSE);
        return asked.rule.holds(difference + (down ? -1 : 1) * z * asked.error);
    }
}
