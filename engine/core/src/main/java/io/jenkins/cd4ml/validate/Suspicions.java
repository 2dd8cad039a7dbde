package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.leak.JudgedData;
import io.jenkins.cd4ml.leak.LeakChecks;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is checked without a gate: leaks, and classes that the model never finds.
 *
 * @param remarks what the headline mentions, a few words each
 */
record Suspicions(List<Check> checks, List<String> remarks) {
    private static final Set<String> GROUPS = Set.of("leak", "class", "reuse");

    /** Looks; {@code own} is whether the run has trained the candidate. */
    static Suspicions of(
            Configuration configuration,
            Table table,
            LearningTask task,
            HeldOut heldOut,
            Candidate candidate,
            boolean own,
            Predictions predictions,
            Opponent opponent,
            String dataVersion,
            EventSink events) {
        LeakChecks.Findings leaks = LeakChecks.of(
                data(configuration, table, task, heldOut, candidate, own),
                configuration,
                dataVersion,
                candidate.version());
        MissedClasses.Findings classes = MissedClasses.of(
                heldOut.truth(),
                predictions,
                opponent,
                configuration.validate().neverPredicted(),
                dataVersion,
                candidate.version());
        Suspicions found = new Suspicions(
                Stream.concat(classes.checks().stream(), leaks.checks().stream())
                        .toList(),
                Stream.concat(classes.remarks().stream(), leaks.remarks().stream())
                        .toList());
        found.checks.stream()
                .map(Check::message)
                .filter(message -> message.startsWith("warning: "))
                .forEach(message -> events.warning(message.substring("warning: ".length())));
        return found;
    }

    /** The same with more remarks before its own. */
    Suspicions and(List<String> more) {
        return new Suspicions(
                checks, Stream.concat(more.stream(), remarks.stream()).toList());
    }

    /** The headline with the remarks behind it, unless a failure is what it is about. */
    String onto(String headline, List<Check> all) {
        return remarks.isEmpty() || all.stream().anyMatch(Check::failed)
                ? headline
                : headline + "; to look at: " + String.join(", ", remarks);
    }

    /** The checks that a headline counts: a remark is no gate that was skipped. */
    static List<Check> counted(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.stops() || !GROUPS.contains(check.group()))
                .toList();
    }

    private static JudgedData data(
            Configuration configuration,
            Table table,
            LearningTask task,
            HeldOut heldOut,
            Candidate candidate,
            boolean own) {
        boolean classes = task.task() == Task.CLASSIFICATION;
        List<String> columns = candidate.columns().isEmpty() && own ? task.features() : candidate.columns();
        List<String> read = columns.stream()
                .filter(name -> table.schema().find(name).isPresent())
                .toList();
        return JudgedData.of(
                table,
                task.task(),
                task.target(),
                task.classes().size(),
                classes ? task.classIndexes(table) : new int[0],
                classes ? new double[0] : task.numbers(table),
                read,
                read.isEmpty() ? task.features() : read,
                configuration.data().key(),
                known(configuration, table, task, heldOut),
                heldOut.positions());
    }

    /** The training and validation rows without those that judge; none where all rows judge. */
    private static int[] known(Configuration configuration, Table table, LearningTask task, HeldOut heldOut) {
        if (configuration.validate().split().equals(ValidateSettings.ALL)) {
            return new int[0];
        }
        Split split = Split.of(configuration, task, table);
        return IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                .filter(row -> Arrays.binarySearch(heldOut.positions(), row) < 0)
                .sorted()
                .toArray();
    }
}
