package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.LeakSettings.Policy;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Classes that have rows and of which the model finds none, which accuracy hides where they are rare. It fails where the champion finds the class, or where
 * there is no comparison, the class is one of two and the rows are enough to exclude a useful recall; else it is a warning: of many classes one may be
 * beyond what the features can tell.
 */
final class MissedClasses {
    static final String NAME = "every class is found";

    /** A class with fewer rows may be missed by chance: none of five happens to a recall of 0.3 once in six times. */
    private static final int LEAST_ROWS = 5;

    /** None of 20 excludes a recall of 0.17 or more (Clopper and Pearson, 95 %). */
    private static final int ENOUGH_ROWS = 20;

    /** Hits of the champion where the candidate has none: p = 0.5^5, one-sided (McNemar's exact test). */
    private static final int ENOUGH_HITS = 5;

    private final Labels labels;
    private final List<Check> checks = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private MissedClasses(Labels labels) {
        this.labels = labels;
    }

    /** The check and what a headline should mention; neither for regressions, or where the policy is {@code off}. */
    record Findings(List<Check> checks, List<String> remarks) {}

    static Findings of(
            Truth truth,
            Predictions candidate,
            Opponent opponent,
            Policy policy,
            String dataVersion,
            String modelVersion) {
        MissedClasses looking = new MissedClasses(truth.labels());
        if (truth.task() == Task.CLASSIFICATION && policy != Policy.OFF) {
            looking.look(truth, candidate, opponent, policy, dataVersion, modelVersion);
        }
        return new Findings(List.copyOf(looking.checks), List.copyOf(looking.remarks));
    }

    /** A class without a hit. */
    private record Missed(int label, int rows, boolean predicted, int hitsOfChampion, boolean certain) {}

    private void look(
            Truth truth,
            Predictions candidate,
            Opponent opponent,
            Policy policy,
            String dataVersion,
            String modelVersion) {
        int[] all = IntStream.range(0, truth.rows()).toArray();
        Tally ours = Tally.of(truth, candidate, all, labels);
        int[] shared = opponent.comparable() ? opponent.shared(all) : new int[0];
        Tally theirs = shared.length == 0 ? null : Tally.of(truth, opponent.predictions(shared), shared, labels);
        List<Missed> missed = new ArrayList<>();
        double lowest = Double.NaN;
        for (int label = 0; label < labels.names().size(); label++) {
            int rows = ours.rows[label];
            if (rows < LEAST_ROWS) {
                continue;
            }
            double recall = ours.hits[label] / (double) rows;
            lowest = Double.isNaN(lowest) ? recall : Math.min(lowest, recall);
            if (ours.hits[label] == 0) {
                boolean compared = theirs != null && theirs.rows[label] >= LEAST_ROWS;
                int hits = compared ? theirs.hits[label] : -1;
                boolean certain = compared
                        ? hits >= ENOUGH_HITS || hits > 0 && rows >= ENOUGH_ROWS
                        : labels.binary() && rows >= ENOUGH_ROWS;
                missed.add(new Missed(label, rows, ours.predicted[label] > 0, hits, certain));
            }
        }
        missed.sort(Comparator.comparing((Missed m) -> !m.certain).thenComparing(m -> -m.rows));
        boolean fails = policy == Policy.FAIL && missed.stream().anyMatch(Missed::certain);
        String message = missed.isEmpty()
                ? Double.isNaN(lowest)
                        ? "no class has " + LEAST_ROWS + " rows, so none can be said to be missed"
                        : "each class with at least " + LEAST_ROWS + " rows is found, the least with recall "
                                + Sentences.figure(lowest)
                : (fails ? "" : "warning: ") + sentence(missed);
        if (!missed.isEmpty() && !fails) {
            remarks.add(labels.shown().get(missed.get(0).label) + " is never found"
                    + (missed.size() == 1 ? "" : ", nor are " + (missed.size() - 1) + " more classes"));
        }
        checks.add(new Check(
                NAME,
                "class",
                missed.isEmpty() ? Outcome.PASSED : fails ? Outcome.FAILED : Outcome.SKIPPED,
                Double.isNaN(lowest) ? null : lowest,
                0.0,
                ">",
                null,
                (long) truth.rows(),
                dataVersion,
                modelVersion,
                message));
    }

    private String sentence(List<Missed> missed) {
        Missed first = missed.get(0);
        String name = labels.shown().get(first.label);
        String champion = first.hitsOfChampion < 0
                ? ""
                : first.hitsOfChampion == 0
                        ? "; the champion finds none either"
                        : "; the champion finds " + first.hitsOfChampion + " of them";
        return "the model finds none of the " + Sentences.rows(first.rows) + " of " + name + " (recall 0): "
                + (first.predicted ? "whenever it predicts " + name + ", it is wrong" : "it never predicts " + name)
                + champion
                + (missed.size() == 1 ? "" : "; nor any of " + (missed.size() - 1) + " more classes")
                + ". Weigh the classes (train.classWeights: balanced) and put a gate on recall or average_precision for "
                + name
                + ", or accept it with validate.neverPredicted: warn";
    }

    /** Counts by class. */
    private record Tally(int[] rows, int[] hits, int[] predicted) {
        static Tally of(Truth truth, Predictions predictions, int[] rows, Labels labels) {
            int classes = labels.names().size();
            Tally tally = new Tally(new int[classes], new int[classes], new int[classes]);
            Predictions aligned = new Predictions(labels.names(), labels.align(predictions));
            for (int i = 0; i < rows.length; i++) {
                int actual = truth.classes()[rows[i]];
                int best = aligned.best(i);
                tally.rows[actual]++;
                tally.predicted[best]++;
                tally.hits[actual] += actual == best ? 1 : 0;
            }
            return tally;
        }
    }
}
