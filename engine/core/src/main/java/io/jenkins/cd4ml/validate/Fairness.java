package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.GroupRates;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the model treats groups: those of {@code validate.fairness}, and those that gates compare.
 *
 * @param comparisons in the order of the settings; columns that only gates name come after
 * @param checks in the order of the gates
 * @param numbersHidden whether the numbers to predict are {@link HeldOut#hasSensitiveNumbers not to be told}
 */
record Fairness(Labels labels, List<GroupComparison> comparisons, List<Check> checks, boolean numbersHidden) {

    private record Question(String column, int label) {}

    static Fairness of(
            ValidateSettings settings,
            List<FairnessRule> rules,
            Table rows,
            Truth truth,
            Predictions predictions,
            FairnessJudge judge,
            Resampling resampling) {
        Map<Question, GroupComparison> comparisons = new LinkedHashMap<>();
        List<Question> questions = new ArrayList<>();
        for (String column : settings.fairness()) {
            if (truth.task() == Task.CLASSIFICATION
                    && !truth.labels().binary()
                    && rules.stream().noneMatch(rule -> rule.column().equals(column))) {
                throw InputException.ofKey(
                        "validate.fairness",
                        "there are " + truth.labels().names().size()
                                + " classes, and fairness speaks of the selection of one: name it in a gate, such as"
                                + " {metric: demographic_parity_ratio, by: " + column + ", class: <class>, min: 0.8}");
            }
            if (truth.task() == Task.REGRESSION || truth.labels().binary()) {
                questions.add(new Question(column, truth.labels().positive()));
            }
        }
        rules.forEach(rule -> questions.add(new Question(rule.column(), rule.label())));
        for (Question question : questions) {
            comparisons.computeIfAbsent(
                    question,
                    asked -> GroupComparison.of(
                            asked.column(),
                            asked.label(),
                            SliceGroups.of(
                                    rows.schema().find(asked.column()).orElseThrow(),
                                    rows.column(asked.column()),
                                    "validate.fairness"),
                            truth,
                            predictions,
                            settings.minSliceRows(),
                            resampling.quiet()));
        }
        List<Check> checks = rules.stream()
                .map(rule -> judge.judge(rule, comparisons.get(new Question(rule.column(), rule.label()))))
                .toList();
        return new Fairness(truth.labels(), List.copyOf(comparisons.values()), checks, judge.numbersHidden());
    }

    /** As the protocol tells it. */
    List<ValidateModelDetail.Fairness> told() {
        return comparisons.stream().map(this::told).toList();
    }

    private ValidateModelDetail.Fairness told(GroupComparison comparison) {
        List<ValidateModelDetail.Group> groups = new ArrayList<>();
        for (GroupComparison.Member member : comparison.groups()) {
            int rows = member.group().rows().length;
            groups.add(new ValidateModelDetail.Group(
                    member.group().value(),
                    rows,
                    member.compared(),
                    member.rates().stream()
                            .filter(rate -> !numbersHidden
                                    || member.compared() && !rate.name().equals(GroupRates.MEAN_PREDICTION))
                            .map(rate -> value(
                                    rate.name(),
                                    rate.figure(),
                                    rows,
                                    !rate.name().equals("mae")))
                            .toList()));
        }
        List<MetricValue> figures = new ArrayList<>();
        comparison
                .figures()
                .forEach((name, figure) ->
                        figures.add(value(name.id(), figure, comparison.compared(), name.higherIsBetter())));
        String label = labels.names().isEmpty() ? null : labels.shown().get(comparison.label());
        return new ValidateModelDetail.Fairness(comparison.column(), label, List.copyOf(groups), List.copyOf(figures));
    }

    private static MetricValue value(String name, Evaluation.Figure figure, long rows, boolean higherIsBetter) {
        return new MetricValue(
                name, null, figure.defined() ? figure.value() : null, figure.interval(), rows, higherIsBetter);
    }
}
