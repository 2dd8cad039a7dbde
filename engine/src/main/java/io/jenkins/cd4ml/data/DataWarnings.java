package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ValueKind;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What in a data set is allowed, but seldom meant: sentences for people. */
public final class DataWarnings {
    /** So many of a column's different texts must look like numbers. */
    private static final double MOSTLY = 0.9;

    private static final Pattern NUMBER_LIKE =
            Pattern.compile("[+-]?\\d[\\d.]*[,'\u00A0\u202F][\\d.,'\u00A0\u202F]*\\d");

    private DataWarnings() {}

    /** The sentences, in the order of the columns. */
    public static List<String> of(DataSettings settings, Profile profile) {
        List<String> warnings = new ArrayList<>();
        long values = profile.columns().stream()
                .map(column -> column.column().name())
                .filter(name -> ValueSyntax.kind(name) != ValueKind.TEXT)
                .count();
        if (settings.header()
                && settings.names().isEmpty()
                && 2 * values >= profile.columns().size()) {
            warnings.add("the names of the columns look like values, as if the first line were data ("
                    + profile.columns().get(0).column().name() + ", …): set data.header: false where it is");
        }
        for (ProfiledColumn column : profile.columns()) {
            ColumnType type = column.column().type();
            boolean declared = settings.columns().containsKey(column.column().name())
                    && settings.columns().get(column.column().name()).type() != null;
            if (column.column().name().equals(settings.target()) && type == ColumnType.CATEGORY) {
                classes(column, warnings);
            }
            if (!declared && (type == ColumnType.CATEGORY || type == ColumnType.TEXT)) {
                numbers(column, warnings);
            }
        }
        return warnings;
    }

    /** Words that differ in nothing but case are different classes. */
    private static void classes(ProfiledColumn column, List<String> warnings) {
        Map<String, String> seen = new HashMap<>();
        for (ValueCount value : column.counts()) {
            String other = seen.putIfAbsent(value.value().toLowerCase(Locale.ROOT), value.value());
            if (other != null) {
                warnings.add("the target " + column.column().name()
                        + (column.column().sensitive()
                                ? " has two classes whose names differ in case alone"
                                : " has the classes '" + other + "' and '" + value.value()
                                        + "', whose names differ in case alone")
                        + ": write them in one way where they are one class");
                return;
            }
        }
    }

    private static void numbers(ProfiledColumn column, List<String> warnings) {
        List<ValueCount> values =
                column.profile().isExact() ? column.counts() : column.summary().top();
        long alike = values.stream()
                .filter(value -> NUMBER_LIKE.matcher(value.value()).matches())
                .count();
        long plain = values.stream()
                .filter(value -> !Double.isNaN(ValueSyntax.number(value.value())))
                .count();
        if (alike == 0 || alike + plain < MOSTLY * values.size()) {
            return;
        }
        String first = column.profile()
                .first(ValueKind.TEXT)
                .map(place -> ValueProblems.shown(place.text(), column.column().sensitive()) + " at " + place.file()
                        + ":" + place.line())
                .orElse(ValueProblems.shown(
                        values.get(0).value(), column.column().sensitive()));
        warnings.add("column " + column.column().name()
                + " is kept as text, though its values look like numbers with thousands separators or decimal commas ("
                + first
                + "): set data.thousands or data.decimal, or declare its type as text under data.columns");
    }
}
