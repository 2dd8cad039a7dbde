package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.config.DataSettings.Expectation;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** All that is expected of a data set: each key of each expectation is one check. */
public final class Expectations implements Closeable {
    private static final int LONGEST_LIST = 60;

    private final List<String> names;
    private final List<String> key;
    private final RowPlaces places;
    private final Path temporary;
    private final Map<String, Expected> expected = new LinkedHashMap<>();

    /**
     * @param columns names of the data set's columns, in the order of the rows' values; they have every column that is named
     * @param key columns of which it is checked elsewhere that they are unique together
     * @param temporary folder for what does not fit into memory
     */
    public Expectations(
            List<Expectation> expectations, List<String> columns, List<String> key, RowPlaces places, Path temporary) {
        this.names = columns;
        this.key = key;
        this.places = places;
        this.temporary = temporary;
        expectations.forEach(this::add);
    }

    /** Sees a row. */
    public void see(String[] values, long place) throws IOException {
        for (Expected each : expected.values()) {
            each.see(values, place);
        }
    }

    /** The checks after the last row, failed ones first. */
    public List<Check> judge(Facts facts) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (Expected each : expected.values()) {
            checks.add(each.judge(facts));
        }
        checks.sort(Comparator.comparing(check -> check.outcome() != Outcome.FAILED));
        return checks;
    }

    private void add(Expectation settings) {
        String column = settings.column();
        if (settings.min() != null) {
            Bound bound = bound(settings.min(), true);
            add(values(settings, "min " + settings.min(), bound::allows, "at least " + settings.min(), bound));
        }
        if (settings.max() != null) {
            Bound bound = bound(settings.max(), false);
            add(values(settings, "max " + settings.max(), bound::allows, "at most " + settings.max(), bound));
        }
        if (settings.in() != null) {
            String list = list(settings.in());
            add(values(settings, "in " + list, new AllowedValues(settings.in()), "one of " + list, null));
        }
        if (settings.matches() != null) {
            Pattern pattern = Pattern.compile(settings.matches());
            add(values(
                    settings,
                    "matches " + settings.matches(),
                    value -> pattern.matcher(value).matches(),
                    "of the form " + settings.matches(),
                    null));
        }
        if (settings.type() != null) {
            add(new TypeExpected(free(column + ": type " + settings.type().label()), column, settings.type()));
        }
        if (settings.completeness() != null) {
            double least = settings.completeness();
            add(new CompletenessExpected(
                    free(column + ": completeness " + number(least)), column, names.indexOf(column), least, places));
        }
        if (Boolean.TRUE.equals(settings.unique())) {
            unique(column == null ? settings.columns() : List.of(column));
        }
        rows(settings);
    }

    private void unique(List<String> columns) {
        int[] positions = columns.stream().mapToInt(names::indexOf).toArray();
        String name = String.join(", ", columns) + (columns.size() == 1 ? ": unique" : ": unique together");
        boolean known = !key.isEmpty() && columns.containsAll(key);
        add(new UniqueExpected(free(name), columns, known ? null : new RepeatedValues(positions, places, temporary)));
    }

    private void rows(Expectation settings) {
        if (settings.rows() != null && settings.rows().min() != null) {
            add(new RowsExpected(
                    "rows: min " + settings.rows().min(), settings.rows().min(), true));
        }
        if (settings.rows() != null && settings.rows().max() != null) {
            add(new RowsExpected(
                    "rows: max " + settings.rows().max(), settings.rows().max(), false));
        }
    }

    private ValuesExpected values(
            Expectation settings, String what, Predicate<String> allowed, String requirement, Bound bound) {
        Double mostly = settings.mostly();
        String name = settings.column() + ": " + what + (mostly == null ? "" : ", mostly " + number(mostly));
        return new ValuesExpected(
                free(name),
                settings.column(),
                names.indexOf(settings.column()),
                allowed,
                requirement,
                mostly,
                bound,
                places);
    }

    private void add(Expected one) {
        expected.put(one.name(), one);
    }

    /** The name, numbered where another check has it already. */
    private String free(String name) {
        String free = name;
        for (int i = 2; expected.containsKey(free); i++) {
            free = name + " (" + i + ")";
        }
        return free;
    }

    private static Bound bound(String text, boolean lower) {
        Bound bound = Bound.of(text.strip(), lower);
        if (bound == null) {
            throw InputException.ofKey(
                    "data.expect",
                    (lower ? "min" : "max") + " '" + text + "' is neither a number nor a date such as 2015-12-31");
        }
        return bound;
    }

    /** Without a fraction where there is none. */
    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String list(List<String> values) {
        String all = String.join(", ", values);
        return all.length() <= LONGEST_LIST
                ? "[" + all + "]"
                : "[" + values.get(0) + ", … " + values.get(values.size() - 1) + "] (" + values.size() + " values)";
    }

    @Override
    public void close() throws IOException {
        for (Expected each : expected.values()) {
            each.close();
        }
    }
}
