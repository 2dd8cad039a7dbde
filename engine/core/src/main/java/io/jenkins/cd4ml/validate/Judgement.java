package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Sensitivity;
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
 * @param sensitivities what the rows could have shown of each comparison that was made
 * @param passIfEqual probability that a model exactly as good as the champion passes all of them; null without any
 */
record Judgement(
        Evaluation whole,
        PairedEvaluation paired,
        Map<String, List<Slice>> slices,
        List<Check> checks,
        List<Sensitivity> sensitivities,
        Double passIfEqual) {

    /**
     * The candidate on the rows of one group.
     *
     * @param judged the same with intervals as the gates take them
     */
    record Slice(Group group, Evaluation evaluation, Evaluation judged) {}

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
            ComparisonJudge judge,
            Resampling resampling) {
        return of(truth, candidate, opponent, Map.of(), columns, settings, rules, judge, resampling);
    }

    /**
     * The same where gates compare with other versions, too.
     *
     * @param others by {@link GateRule.Versus#opponent}, all but the champion
     */
    static Judgement of(
            Truth truth,
            Predictions candidate,
            Opponent opponent,
            Map<String, Opponent> others,
            SliceColumns columns,
            ValidateSettings settings,
            List<GateRule> rules,
            ComparisonJudge judge,
            Resampling resampling) {
        int[] all = IntStream.range(0, truth.rows()).toArray();
        AlphaBudget budget = judge.budget();
        Evaluation whole = Evaluation.of(truth.sample(candidate, all), resampling);
        Map<String, List<Slice>> slices = new LinkedHashMap<>();
        columns.groups().forEach((column, groups) -> {
            List<Slice> parts = new ArrayList<>();
            for (Group group : groups) {
                MetricSample sample = truth.sample(candidate, group.rows());
                Resampling inSlice = resampling.fromRows(settings.minSliceRows());
                Evaluation evaluation = Evaluation.of(sample, inSlice);
                parts.add(new Slice(group, evaluation, judged(evaluation, sample, inSlice, budget)));
            }
            slices.put(column, List.copyOf(parts));
        });
        Resampling ofGates = resampling.quiet().at(budget.confidence());
        Pairing pairing = new Pairing(truth, candidate, opponent, ofGates, budget);
        Pairing.Paired paired = opponent.comparable() ? pairing.on(all) : null;
        Evaluation judged = judged(whole, truth.sample(candidate, all), resampling.quiet(), budget);
        Found found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        GateJudge gates = judge.gates();
        for (GateRule rule : rules) {
            Opponent other = rule instanceof GateRule.Versus asked
                    ? others.getOrDefault(asked.opponent(gates.labels()), opponent)
                    : opponent;
            Pairing pair = other == opponent ? pairing : new Pairing(truth, candidate, other, ofGates, budget);
            if (rule.slice() != null) {
                new SliceGates(pair, judge, settings.minSliceRows()).judge(rule, slices.get(rule.slice()), found);
            } else if (rule instanceof GateRule.Threshold threshold) {
                found.checks().add(gates.judge(threshold, judged, ""));
            } else if (rule instanceof GateRule.Versus versus) {
                if (!other.comparable()) {
                    found.checks().add(judge.withoutComparison(versus, "", other));
                } else {
                    found.add(judge.judge(versus, other == opponent ? paired : pair.on(all), pair, ""));
                }
            }
        }
        return new Judgement(
                whole,
                paired == null ? null : paired.evaluation(),
                slices,
                List.copyOf(found.checks),
                List.copyOf(found.sensitivities),
                passIfEqual(found, pairing, settings.seed()));
    }

    /** What is found gate by gate. */
    record Found(List<Check> checks, List<Sensitivity> sensitivities, List<EqualModels.Asked> asked) {
        void add(ComparisonJudge.Compared compared) {
            checks.add(compared.check());
            if (compared.asked() != null) {
                sensitivities.add(compared.sensitivity());
                if (compared.asked().rule().champion()) {
                    asked.add(compared.asked());
                }
            }
        }
    }

    private static Double passIfEqual(Found found, Pairing pairing, long seed) {
        return switch (found.asked.size()) {
            case 0 -> null;
            case 1 -> found.sensitivities.size() == 1
                    ? found.sensitivities.get(0).passIfEqual()
                    : (Double) EqualModels.pass(found.asked, pairing, seed);
            default -> EqualModels.pass(found.asked, pairing, seed);
        };
    }

    /** The same with the intervals that the gates' budget leaves, which the page need not show. */
    private static Evaluation judged(
            Evaluation evaluation, MetricSample sample, Resampling resampling, AlphaBudget budget) {
        boolean same = Math.abs(budget.confidence() - resampling.confidence()) < 1e-12;
        return same ? evaluation : Evaluation.of(sample, resampling.at(budget.confidence()));
    }
}
