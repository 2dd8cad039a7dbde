package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.FairnessName;
import io.jenkins.cd4ml.metrics.GroupBounds;
import io.jenkins.cd4ml.metrics.GroupRates;
import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.validate.SliceGroups.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The groups of a column side by side. Groups with too few rows are told, but not compared: their rates are noise.
 *
 * @param label index of the class whose selection counts; -1 for regression
 * @param compared rows of the groups that are compared
 * @param groups all of the column's, in order
 * @param figures over the compared ones
 */
record GroupComparison(
        String column, int label, int compared, List<Member> groups, Map<FairnessName, Evaluation.Figure> figures) {

    /** A group's rates by name; without intervals where it is too small to be compared. */
    record Member(Group group, boolean compared, List<Rate> rates) {}

    record Rate(String name, Evaluation.Figure figure) {}

    static GroupComparison of(
            String column,
            int label,
            List<Group> groups,
            Truth truth,
            Predictions predictions,
            int minRows,
            Resampling resampling) {
        List<Group> large =
                groups.stream().filter(group -> group.rows().length >= minRows).toList();
        Measured measured = Measured.of(large, truth, predictions, label, resampling);
        List<Member> members = new ArrayList<>();
        for (Group group : groups) {
            int at = large.indexOf(group);
            members.add(
                    at >= 0
                            ? new Member(group, true, measured.rates(at))
                            : new Member(
                                    group,
                                    false,
                                    Measured.of(List.of(group), truth, predictions, label, resampling.none())
                                            .rates(0)));
        }
        Map<FairnessName, Evaluation.Figure> figures = new EnumMap<>(FairnessName.class);
        List<FairnessName> names = measured.rates.figures();
        for (int i = 0; i < names.size(); i++) {
            figures.put(names.get(i), measured.figure(i));
        }
        int compared = large.stream().mapToInt(group -> group.rows().length).sum();
        return new GroupComparison(column, label, compared, List.copyOf(members), figures);
    }

    List<Member> comparedGroups() {
        return groups.stream().filter(Member::compared).toList();
    }

    private record Measured(GroupRates rates, GroupBounds bounds, int[] clusters, Resampling resampling) {
        static Measured of(List<Group> groups, Truth truth, Predictions predictions, int label, Resampling resampling) {
            int[] group = new int[truth.rows()];
            Arrays.fill(group, -1);
            for (int g = 0; g < groups.size(); g++) {
                for (int row : groups.get(g).rows()) {
                    group[row] = g;
                }
            }
            GroupRates rates;
            if (truth.task() == Task.REGRESSION) {
                rates = GroupRates.ofNumbers(group, groups.size(), Truth.numbers(predictions), truth.numbers());
            } else {
                double[][] aligned = truth.labels().align(predictions);
                Predictions asked = new Predictions(truth.labels().names(), aligned);
                boolean[] selected = new boolean[group.length];
                boolean[] positive = new boolean[group.length];
                for (int row = 0; row < group.length; row++) {
                    selected[row] = asked.best(row) == label;
                    positive[row] = truth.classes()[row] == label;
                }
                rates = GroupRates.ofClasses(group, groups.size(), selected, positive);
            }
            return new Measured(rates, new GroupBounds(rates, groups.size()), truth.groups(), resampling);
        }

        Evaluation.Figure figure(int index) {
            return figure(bounds.figure(index, clusters));
        }

        private Evaluation.Figure figure(MetricBounds found) {
            return Evaluation.Figure.of(found, rates.rows(), resampling);
        }

        List<Rate> rates(int group) {
            List<Rate> told = new ArrayList<>();
            List<String> names = rates.rateNames();
            for (int i = 0; i < names.size(); i++) {
                told.add(new Rate(names.get(i), figure(bounds.rate(group, i, clusters))));
            }
            return List.copyOf(told);
        }
    }
}
