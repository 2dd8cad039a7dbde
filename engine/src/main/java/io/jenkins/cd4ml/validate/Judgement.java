package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.validate.SliceGroups.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was measured on the judged rows and what the gates say to it.
 *
 * @param whole the candidate on all judged rows
 * @param paired candidate and champion on the rows they share; null where they cannot be compared
 * @param slices by column and group, in the order of the settings; columns that only gates name come after
 * @param checks in the order of the gates
 */
record Judgement(Evaluation whole, PairedEvaluation paired, Map<String, List<Slice>> slices, List<Check> checks) {

    /** The candidate on the rows of one group. */
    record Slice(Group group, Evaluation evaluation) {}

    /**
     * Measures and judges.
     *
     * @param truth of the judged rows; {@code candidate}, {@code opponent} and {@code columns} speak of them in the same order
     */
    static Judgement of(
            Truth truth,
            Predictions candidate,
            Opponent opponent,
            SliceColumns columns,
            ValidateSettings settings,
            List<GateRule> rules,
            GateJudge judge,
            Resampling resampling) {
        int[] all = IntStream.range(0, truth.rows()).toArray();
        Evaluation whole = Evaluation.of(truth.sample(candidate, all), resampling);
        Map<String, List<Slice>> slices = new LinkedHashMap<>();
        columns.groups().forEach((column, groups) -> {
            List<Slice> parts = new ArrayList<>();
            for (Group group : groups) {
                MetricSample sample = truth.sample(candidate, group.rows());
                parts.add(new Slice(group, Evaluation.of(sample, resampling.fromRows(settings.minSliceRows()))));
            }
            slices.put(column, List.copyOf(parts));
        });
        Pairing pairing = new Pairing(truth, candidate, opponent, resampling.quiet());
        PairedEvaluation paired = opponent.comparable() ? pairing.on(all) : null;
        List<Check> checks = new ArrayList<>();
        for (GateRule rule : rules) {
            if (rule.slice() != null) {
                checks.addAll(inSlices(rule, slices.get(rule.slice()), pairing, settings.minSliceRows(), judge));
            } else if (rule instanceof GateRule.Threshold threshold) {
                checks.add(judge.judge(threshold, whole, ""));
            } else if (rule instanceof GateRule.VersusChampion versus) {
                checks.add(
                        paired == null
                                ? judge.withoutChampion(versus, "", opponent.reason())
                                : judge.judge(versus, paired, ""));
            }
        }
        return new Judgement(whole, paired, slices, List.copyOf(checks));
    }

    /** Candidate and champion on the rows they share. */
    private record Pairing(Truth truth, Predictions candidate, Opponent opponent, Resampling resampling) {
        PairedEvaluation on(int[] rows) {
            int[] shared = opponent.shared(rows);
            return PairedEvaluation.of(
                    truth.sample(candidate, shared), truth.sample(opponent.predictions(), shared), resampling);
        }
    }

    private static List<Check> inSlices(
            GateRule rule, List<Slice> slices, Pairing pairing, int minRows, GateJudge judge) {
        if (rule instanceof GateRule.VersusChampion versus && !pairing.opponent.comparable()) {
            return List.of(
                    judge.withoutChampion(versus, " in each slice of " + rule.slice(), pairing.opponent.reason()));
        }
        List<Check> checks = new ArrayList<>();
        for (Slice slice : slices) {
            checks.add(inSlice(rule, slice, pairing, minRows, judge));
        }
        if (checks.stream().allMatch(check -> check.outcome() == Outcome.SKIPPED)) {
            checks.add(judge.noSlice(rule, minRows));
        }
        return checks;
    }

    private static Check inSlice(GateRule rule, Slice slice, Pairing pairing, int minRows, GateJudge judge) {
        String place = " " + slice.group().place();
        int rows = rule instanceof GateRule.VersusChampion
                ? pairing.opponent.shared(slice.group().rows()).length
                : slice.evaluation().rows();
        if (rows < minRows) {
            return judge.skipped(
                    rule, place, rows, Sentences.rows(rows) + ", fewer than validate.minSliceRows " + minRows);
        }
        if (rule instanceof GateRule.VersusChampion versus) {
            return judge.judge(versus, pairing.on(slice.group().rows()), place);
        }
        if (!slice.evaluation().figure(rule.key()).defined()) {
            return judge.skipped(rule, place, rows, Sentences.undefined(rule.key()));
        }
        return judge.judge((GateRule.Threshold) rule, slice.evaluation(), place);
    }
}
