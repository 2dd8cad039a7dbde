package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.config.ValidateSettings.Gate;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns the configured gates into rules, and refuses what this task and this data cannot answer. */
final class GateRules {
    private GateRules() {}

    /**
     * The rules of all gates, in order, without repetitions.
     *
     * @throws InputException naming the gate and the nearest name, for an unknown metric, class or column or a metric of the other task
     */
    static List<GateRule> of(ValidateSettings settings, Task task, Labels labels, Schema schema) {
        Set<GateRule> rules = new LinkedHashSet<>();
        for (int i = 0; i < settings.gates().size(); i++) {
            Gate gate = settings.gates().get(i);
            if (gate.by() != null || gate.from() != null || gate.junit() != null) {
                continue;
            }
            String where = "validate.gates." + i;
            MetricKey key = key(gate, task, labels, where);
            if (gate.slice() != null) {
                requireColumn(gate.slice(), schema, where + ".slice");
            }
            if (gate.min() == null && gate.max() == null && gate.versus() == null) {
                throw InputException.ofKey(
                        where, "this gate on " + gate.metric() + " checks nothing: add min, max or 'versus: champion'");
            }
            if (gate.min() != null) {
                rules.add(new GateRule.Threshold(key, true, finite(gate.min(), where), gate.on(), gate.slice()));
            }
            if (gate.max() != null) {
                rules.add(new GateRule.Threshold(key, false, finite(gate.max(), where), gate.on(), gate.slice()));
            }
            if (gate.versus() != null) {
                rules.add(new GateRule.Versus(
                        key, finite(gate.margin(), where), gate.test(), gate.slice(), gate.versus()));
            }
        }
        return List.copyOf(rules);
    }

    /** Fails where a rule asks for probabilities and the predictions are labels alone. */
    static void requireProbabilities(List<GateRule> rules, Predictions predictions, String source) {
        for (GateRule rule : rules) {
            if (predictions.labelsOnly() && rule.key().name().needsProbabilities()) {
                throw InputException.ofKey(
                        "validate.gates",
                        rule.key().name().id() + " needs probabilities, and " + source + " has labels only");
            }
        }
    }

    /** The configured metric of permutation importance; accuracy or R² where none is. */
    static MetricKey importance(String metric, Task task, Labels labels) {
        String id = metric != null ? metric : (task == Task.CLASSIFICATION ? MetricName.ACCURACY : MetricName.R2).id();
        Gate gate = Gate.of(id);
        MetricKey key = key(gate, task, labels, "validate.importance");
        return labels.binary() && key.label() != null ? MetricKey.of(key.name()) : key;
    }

    /** Fails where the data have no such column. */
    static void requireColumn(String column, Schema schema, String key) {
        if (schema.find(column).isEmpty()) {
            throw InputException.ofKey(
                    key,
                    "the data have no column '" + column + "'" + NearestName.hint(column, schema.names(), "columns"));
        }
    }

    private static MetricKey key(Gate gate, Task task, Labels labels, String where) {
        List<String> known = MetricName.ids(task);
        MetricName name = MetricName.find(gate.metric())
                .orElseThrow(() -> InputException.ofKey(
                        where + ".metric",
                        "no metric is called '" + gate.metric() + "'"
                                + NearestName.hint(gate.metric(), known, "metrics of a " + task.label())));
        if (name.task() != task) {
            throw InputException.ofKey(
                    where + ".metric",
                    name.id() + " is a metric of a " + name.task().label() + ", and this is a " + task.label()
                            + "; its metrics are " + String.join(", ", known));
        }
        if (gate.label() != null) {
            if (name.scope() == MetricName.Scope.WHOLE) {
                throw InputException.ofKey(
                        where + ".class", name.id() + " speaks of the whole, not of a class; remove 'class'");
            }
            return new MetricKey(name, labels.index(gate.label(), where + ".class"));
        }
        if (name.scope() == MetricName.Scope.CLASS) {
            if (!labels.binary()) {
                throw InputException.ofKey(
                        where,
                        name.id() + " speaks of one class, and there are "
                                + labels.names().size() + ": add 'class', or use " + name.id() + "_macro");
            }
            // named, so that it is the same rule as one that names the positive class
            return new MetricKey(name, labels.positive());
        }
        return MetricKey.of(name);
    }

    private static double finite(double limit, String where) {
        if (!Double.isFinite(limit)) {
            throw InputException.ofKey(where, "min, max and margin must be finite numbers, not " + limit);
        }
        return limit;
    }
}
