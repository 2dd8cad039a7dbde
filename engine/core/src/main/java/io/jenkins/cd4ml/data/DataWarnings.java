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
    /** As no number is written; by itself it may well be a version, an address or a date. */
    private static final Pattern SEVERAL_POINTS = Pattern.compile("[+-]?\\d+(?:\\.\\d+){2,}");

    /** From so many different numbers on, and such a share of the rows, texts among them are seldom meant. */
    private static final int MANY_NUMBERS = 10;

    /** From so many on a check fails where nearly all values are numbers. */
    private static final int MANY_WITH_A_CHECK = 20;

    private static final double HALF = 0.5;
    private static final Pattern OTHER_DELIMITER = Pattern.compile("\\S *[ :~^] *\\S.*");

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
        String only = profile.columns().get(0).column().name();
        if (profile.columns().size() == 1
                && profile.columns().get(0).column().type().isCategorical()
                && OTHER_DELIMITER.matcher(only).matches()) {
            warnings.add("there is one column, '" + only
                    + "': where its name is that of several, separate the fields by a comma, or name the character that does in"
                    + " data.delimiter");
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
        long plain = values.stream().filter(DataWarnings::isNumber).count();
        long alike = values.stream().filter(value -> isNumberLike(value, plain)).count();
        if (alike > 0 && alike + plain >= MOSTLY * values.size()) {
            warnings.add("column " + column.column().name()
                    + " is kept as text, though its values look like numbers with thousands separators or decimal commas ("
                    + first(column, values)
                    + "): set data.thousands or data.decimal, or declare its type as text under data.columns");
            return;
        }
        long rows = values.stream().mapToLong(ValueCount::count).sum();
        long numbers = values.stream()
                .filter(DataWarnings::isNumber)
                .mapToLong(ValueCount::count)
                .sum();
        // Beyond that a check fails.
        boolean checked = numbers > MOSTLY * rows && plain >= MANY_WITH_A_CHECK;
        if (!checked
                && plain >= MANY_NUMBERS
                && plain < values.size()
                && numbers >= HALF * rows
                && column.profile().first(ValueKind.TEXT).isPresent()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "column %s is kept as text, though %,d of %,d values are numbers (%s is not one): list under data.missing what means"
                            + " 'no value', correct it, or declare the column's type under data.columns",
                    column.column().name(),
                    numbers,
                    rows,
                    first(column, values)));
        }
    }

    private static boolean isNumber(ValueCount value) {
        return !Double.isNaN(ValueSyntax.number(value.value()));
    }

    private static boolean isNumberLike(ValueCount value, long plain) {
        return NUMBER_LIKE.matcher(value.value()).matches()
                || plain > 0 && SEVERAL_POINTS.matcher(value.value()).matches();
    }

    /** The first text of the column, with its place where that is known. */
    private static String first(ProfiledColumn column, List<ValueCount> values) {
        return column.profile()
                .first(ValueKind.TEXT)
                .map(place -> ValueProblems.shown(place.text(), column.column().sensitive()) + " at " + place.file()
                        + ":" + place.line())
                .orElse(ValueProblems.shown(
                        values.get(0).value(), column.column().sensitive()));
    }
}
