package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Split;
import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Data sets with leaks, and what is found in them. */
final class LeakedData {
    private LeakedData() {}

    /** CSV of rows that a function writes. */
    static String csv(String header, int rows, IntFunction<String> row) {
        return IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n", header + "\n", "\n"));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** Whether the logistic function of the signal, with so much slope, says yes. */
    static int yes(Random random, double signal) {
        return random.nextDouble() < 1 / (1 + Math.exp(-signal)) ? 1 : 0;
    }

    static LeakChecks.Findings find(String csv, String yaml) throws IOException {
        return find(SampleTables.parse(csv), yaml);
    }

    /** What is found with the features that training would read. */
    static LeakChecks.Findings find(Table table, String yaml) throws IOException {
        Configuration configuration = SampleContexts.configuration(yaml);
        LearningTask task = LearningTask.of(configuration, table);
        Split split = Split.of(configuration, task, table);
        boolean classes = task.task() == Task.CLASSIFICATION;
        JudgedData data = JudgedData.of(
                table,
                task.task(),
                task.target(),
                task.classes().size(),
                classes ? task.classIndexes(table) : new int[0],
                classes ? new double[0] : task.numbers(table),
                task.features(),
                task.features(),
                configuration.data().key(),
                IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                        .sorted()
                        .toArray(),
                split.test());
        return LeakChecks.of(data, configuration, "sha256:d", "sha256:m");
    }

    static Check check(LeakChecks.Findings found, String name) {
        return found.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
