package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.validate.SliceGroups.Group;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The judged rows in groups, by column: those of {@code validate.slices} first, then those that only gates name. */
record SliceColumns(Map<String, List<Group>> groups) {

    /** Cuts the judged rows; throws {@link io.jenkins.cd4ml.problem.InputException} for a column that is not there or has too many values. */
    static SliceColumns of(ValidateSettings settings, List<GateRule> rules, Table rows) {
        Map<String, List<Group>> groups = new LinkedHashMap<>();
        for (int i = 0; i < settings.slices().size(); i++) {
            String key = "validate.slices." + i;
            String column = settings.slices().get(i);
            GateRules.requireColumn(column, rows.schema(), key);
            groups.computeIfAbsent(column, name -> groups(name, rows, key));
        }
        for (GateRule rule : rules) {
            if (rule.slice() != null) {
                groups.computeIfAbsent(rule.slice(), name -> groups(name, rows, "validate.gates"));
            }
        }
        return new SliceColumns(Collections.unmodifiableMap(groups));
    }

    private static List<Group> groups(String column, Table rows, String key) {
        return SliceGroups.of(rows.schema().find(column).orElseThrow(), rows.column(column), key);
    }
}
