package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.config.ValidateSettings.Gate;
import io.jenkins.cd4ml.metrics.FairnessName;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * One limit on how unequally groups may be treated.
 *
 * @param column whose groups are compared
 * @param label index of the class whose selection counts; 0 for regression
 */
record FairnessRule(FairnessName name, String column, int label, boolean minimum, double limit, Bound on) {

    /** The rules of those gates that have {@code by}; refuses unknown names, columns and classes. */
    static List<FairnessRule> of(ValidateSettings settings, Task task, Labels labels, Schema schema) {
        List<FairnessRule> rules = new ArrayList<>();
        for (int i = 0; i < settings.fairness().size(); i++) {
            GateRules.requireColumn(settings.fairness().get(i), schema, "validate.fairness." + i);
        }
        for (int i = 0; i < settings.gates().size(); i++) {
            Gate gate = settings.gates().get(i);
            if (gate.by() == null) {
                continue;
            }
            String where = "validate.gates." + i;
            GateRules.requireColumn(gate.by(), schema, where + ".by");
            FairnessName name = name(gate.metric(), task, where);
            int label = label(gate, task, labels, where);
            if (gate.min() != null) {
                rules.add(new FairnessRule(name, gate.by(), label, true, gate.min(), gate.on()));
            }
            if (gate.max() != null) {
                rules.add(new FairnessRule(name, gate.by(), label, false, gate.max(), gate.on()));
            }
        }
        return List.copyOf(rules);
    }

    /** {@code demographic_parity_ratio by sex >= 0.8}. */
    String describe() {
        String bound = on == Bound.ESTIMATE ? "" : on == Bound.LOWER ? ": lower bound" : ": upper bound";
        return name.id() + " by " + column + bound + " " + comparison() + " " + Sentences.plain(limit);
    }

    String comparison() {
        return minimum ? ">=" : "<=";
    }

    boolean holds(double value) {
        return minimum ? value >= limit : value <= limit;
    }

    private static FairnessName name(String id, Task task, String where) {
        List<String> known =
                FairnessName.of(task).stream().map(FairnessName::id).toList();
        FairnessName name = FairnessName.find(id)
                .orElseThrow(() -> InputException.ofKey(
                        where + ".metric",
                        MetricName.find(id).isPresent()
                                ? id
                                        + " is a metric of rows, not of fairness; remove 'by', or say 'slice' to have it hold"
                                        + " in every group. With 'by' there are "
                                        + String.join(", ", known)
                                : "no metric of fairness is called '" + id + "'"
                                        + NearestName.hint(id, known, "metrics with 'by' of a " + task.label())));
        if (name.task() != task) {
            throw InputException.ofKey(
                    where + ".metric",
                    id + " is a metric of a " + name.task().label() + ", and this is a " + task.label() + "; with 'by'"
                            + " there are " + String.join(", ", known));
        }
        return name;
    }

    private static int label(Gate gate, Task task, Labels labels, String where) {
        if (task == Task.REGRESSION) {
            if (gate.label() != null) {
                throw InputException.ofKey(where + ".class", "a regression has no classes; remove 'class'");
            }
            return 0;
        }
        if (gate.label() != null) {
            return labels.index(gate.label(), where + ".class");
        }
        if (!labels.binary()) {
            throw InputException.ofKey(
                    where,
                    gate.metric() + " speaks of the selection of one class, and there are "
                            + labels.names().size() + ": add 'class'");
        }
        return labels.positive();
    }
}
