package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import java.util.ArrayList;
import java.util.List;

/** Whether the data has what the configuration says of it. */
final class ConfiguredColumns {
    private ConfiguredColumns() {}

    /**
     * Every column that the configuration names must be there.
     *
     * @throws InputException naming the key, the column and the nearest name there is
     */
    static void requireAll(Configuration configuration, List<String> names) {
        DataSettings data = configuration.data();
        require("data.key", data.key(), names);
        require("data.target", data.target() == null ? List.of() : List.of(data.target()), names);
        require("data.features", data.features(), names);
        require("data.exclude", data.exclude(), names);
        require("data.columns", List.copyOf(data.columns().keySet()), names);
        for (int i = 0; i < data.expect().size(); i++) {
            DataSettings.Expectation expectation = data.expect().get(i);
            List<String> named = new ArrayList<>(expectation.columns());
            if (expectation.column() != null) {
                named.add(expectation.column());
            }
            require("data.expect." + i, named, names);
        }
        if (configuration.split().by() != null) {
            require("split.by", List.of(configuration.split().by()), names);
        }
    }

    /** For each column whether the key or an expectation is about it. */
    static boolean[] looked(DataSettings data, List<String> names) {
        boolean[] looked = new boolean[names.size()];
        for (int i = 0; i < looked.length; i++) {
            String name = names.get(i);
            looked[i] = data.key().contains(name)
                    || data.expect().stream()
                            .anyMatch(each ->
                                    name.equals(each.column()) || each.columns().contains(name));
        }
        return looked;
    }

    private static void require(String key, List<String> wanted, List<String> names) {
        for (String column : wanted) {
            if (!names.contains(column)) {
                throw InputException.ofKey(
                        key, "the data has no column '" + column + "'" + NearestName.hint(column, names, "columns"));
            }
        }
    }

    /**
     * A target must have at least two different values.
     *
     * @throws InputException naming the only one there is
     */
    static void requireLearnableTarget(String target, Profile profile) {
        if (target == null) {
            return;
        }
        ProfiledColumn column = profile.find(target).orElseThrow();
        ColumnSummary summary = column.summary();
        if (summary.distinct() >= 2) {
            return;
        }
        String rows = "all " + profile.rows() + " rows";
        if (summary.distinct() == 0) {
            throw InputException.ofKey(
                    "data.target", "column '" + target + "' has no value in " + rows + ": there is nothing to learn");
        }
        String only = summary.sensitive() || summary.top().isEmpty()
                ? ""
                : ", '" + summary.top().get(0).value() + "',";
        throw InputException.ofKey(
                "data.target",
                "column '" + target + "' has one value only" + only + " in " + rows
                        + ": there is nothing to learn; at least two classes are needed");
    }
}
