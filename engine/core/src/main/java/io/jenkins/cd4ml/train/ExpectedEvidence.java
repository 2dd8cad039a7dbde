package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.config.ValidateSettings.Gate;
import io.jenkins.cd4ml.config.ValidateSettings.Test;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.statistics.PairedPower;
import io.jenkins.cd4ml.statistics.PowerWords;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the held-out rows will be able to show, before anything is trained for it. Nothing is known yet of how often two models differ, so
 * {@link #DISCORDANCE} is assumed; validateModel says it again from what it measured.
 */
final class ExpectedEvidence {
    /** Share of rows that two models are assumed to answer differently, one rightly and one wrongly. */
    static final double DISCORDANCE = 0.1;

    /** Where an equal model passes less often than this, it is a warning. */
    private static final double LIKELY = 0.5;

    private static final int QUARTERS = 4;
    private static final int MOST_NUMBERS = 10;

    private final Configuration configuration;
    private final LearningTask task;
    private final Table table;
    private final int[] judged;
    private final PairedPower power;

    private ExpectedEvidence(Configuration configuration, LearningTask task, Table table, Split split) {
        this.configuration = configuration;
        this.task = task;
        this.table = table;
        this.judged = split.rows(configuration.validate().split());
        this.power = new PairedPower((1 - configuration.validate().confidence()) / 2);
    }

    /** Reports it for each gate that compares shares of rows; other metrics have no scale before a model is there. */
    static void report(Configuration configuration, LearningTask task, Table table, Split split, EventSink events) {
        ValidateSettings settings = configuration.validate();
        if (settings.split().equals(ValidateSettings.ALL)) {
            return;
        }
        ExpectedEvidence evidence = new ExpectedEvidence(configuration, task, table, split);
        for (Gate gate : settings.gates()) {
            if (gate.versus() != null && gate.test() == Test.NOT_WORSE) {
                String sentence = evidence.sentence(gate);
                if (sentence != null) {
                    if (evidence.pass(gate) < LIKELY) {
                        events.warning(sentence);
                    } else {
                        events.message(sentence);
                    }
                }
            }
        }
    }

    /** {@code these 184 rows can exclude a loss of 0.08; for the margin 0.02 it takes about 1,960}; null where nothing can be said. */
    String sentence(Gate gate) {
        List<Long> groups = groups(gate);
        if (groups.isEmpty()) {
            return null;
        }
        long rows = groups.stream().mapToLong(Long::longValue).min().orElseThrow();
        String margin = BigDecimal.valueOf(gate.margin()).stripTrailingZeros().toPlainString();
        long needed = power.rows(Math.sqrt(DISCORDANCE), gate.margin());
        String which = gate.label() == null ? "held-out rows" : "held-out rows of the class";
        return gate.metric() + " versus " + gate.versus() + ": "
                + (groups.size() > 1 ? "the " + groups.size() + " slices of " + gate.slice() + " have " : "there are ")
                + String.format(java.util.Locale.ROOT, "%,d", rows) + " " + which
                + (groups.size() > 1 ? " or more" : "") + ", which can exclude a loss of "
                + PowerWords.upwards(power.smallestMarginOfShares(DISCORDANCE, rows)) + "; for "
                + (needed == Long.MAX_VALUE
                        ? "a gate without a margin no number suffices"
                        : "the margin " + margin + " it takes about " + PowerWords.about(needed))
                + ". An equal model passes with probability " + PowerWords.probability(pass(gate))
                + " (assuming that two models answer 10 % of the rows differently)";
    }

    /** Probability that an equal model passes, in all slices where there are some. */
    double pass(Gate gate) {
        return groups(gate).stream()
                .mapToDouble(rows -> power.passShares(DISCORDANCE, rows, gate.margin()))
                .reduce(1, (all, one) -> all * one);
    }

    private List<Long> groups(Gate gate) {
        MetricName name = MetricName.find(gate.metric()).orElse(null);
        if (task.task() != Task.CLASSIFICATION
                || name == null
                || name.task() != Task.CLASSIFICATION
                || name.needsProbabilities()
                || gate.slice() != null && table.schema().find(gate.slice()).isEmpty()) {
            return List.of();
        }
        int[] rows = judged;
        if (gate.label() != null) {
            int label = task.classes().indexOf(gate.label());
            int[] classes = task.classIndexes(table);
            rows = IntStream.of(judged).filter(row -> classes[row] == label).toArray();
        }
        List<Long> groups = gate.slice() == null
                ? List.of((long) rows.length)
                : slices(table.column(gate.slice()), rows).stream()
                        .filter(size -> size >= configuration.validate().minSliceRows())
                        .toList();
        return groups.stream().filter(size -> size > 0).toList();
    }

    private static List<Long> slices(ColumnValues values, int[] rows) {
        if (values instanceof ColumnValues.Images) {
            return List.of();
        }
        Map<String, Long> byValue = new TreeMap<>();
        for (int row : rows) {
            byValue.merge(String.valueOf(values.text(row)), 1L, Long::sum);
        }
        if (values instanceof ColumnValues.Texts || byValue.size() <= MOST_NUMBERS) {
            return new ArrayList<>(byValue.values());
        }
        return java.util.Collections.nCopies(QUARTERS, (long) rows.length / QUARTERS);
    }
}
