package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.data.ValueProblems;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ValueKind;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The type of a column from what its values look like: one that all of them have, from narrow to wide, else text. A column of
 * more than 90 % numbers, at least 20 different ones, is text, and what is odd about it is found out; the same for dates. A single value with leading zeros makes texts of all: they are codes.
 *
 * <p>Text is a category when it has at most {@code max(20, min(1000, present / 10))} different values.
 */
public final class TypeInference {
    private static final double MOSTLY = 0.9;
    private static final int ALWAYS_CATEGORY = 20;
    private static final int NEVER_CATEGORY = 1000;
    private static final int ROWS_A_CATEGORY = 10;

    private TypeInference() {}

    /** The column with its type. */
    public static Column infer(String name, boolean sensitive, ColumnProfile profile) {
        return new Column(name, profile.declared() != null ? profile.declared() : typeOf(profile), sensitive);
    }

    /**
     * Values that are not like nearly all others of their column.
     *
     * @param column with the type of the others
     * @param first the first of them
     * @param declared whether the configuration gives the column that type
     */
    public record Odd(Column column, long count, long present, Place first, boolean declared) {
        /** What to say where such a column ends everything. */
        public InputException problem() {
            return ValueProblems.mismatch(first.file(), first.line(), column, first.text());
        }
    }

    /** The values that keep a column from being of its declared type, or from being one of numbers, or of dates; empty where there are none, or too many. */
    public static Optional<Odd> odd(String name, boolean sensitive, ColumnProfile profile) {
        if (profile.declared() != null) {
            Column column = new Column(name, profile.declared(), sensitive);
            return Optional.ofNullable(profile.firstOdd())
                    .map(place -> new Odd(column, profile.odd(), profile.present() + profile.odd(), place, true));
        }
        Map<ValueKind, Long> kinds = profile.kinds();
        Optional<Odd> numbers = kinds.containsKey(ValueKind.CODE)
                ? Optional.empty()
                : odd(new Column(name, ColumnType.DECIMAL, sensitive), profile, ValueKind::isNumeric);
        boolean dates = kinds.getOrDefault(ValueKind.DATE, 0L) >= kinds.getOrDefault(ValueKind.TIMESTAMP, 0L);
        ColumnType usual = dates ? ColumnType.DATE : ColumnType.TIMESTAMP;
        return numbers.isPresent() ? numbers : odd(new Column(name, usual, sensitive), profile, ValueKind::isTemporal);
    }

    /** The type of merged profiles, where no single value can be named any more. */
    static ColumnType typeOf(ColumnProfile profile) {
        long present = profile.present();
        Map<ValueKind, Long> kinds = profile.kinds();
        long integers = kinds.getOrDefault(ValueKind.INTEGER, 0L);
        long dates = kinds.getOrDefault(ValueKind.DATE, 0L);
        if (present > 0 && count(kinds, ValueKind::isNumeric) == present) {
            return integers == present ? ColumnType.INTEGER : ColumnType.DECIMAL;
        }
        if (present > 0 && count(kinds, ValueKind::isTemporal) == present) {
            return dates == present ? ColumnType.DATE : ColumnType.TIMESTAMP;
        }
        if (present > 0 && kinds.getOrDefault(ValueKind.BOOLEAN, 0L) == present) {
            return ColumnType.BOOLEAN;
        }
        long most = Math.max(ALWAYS_CATEGORY, Math.min(NEVER_CATEGORY, present / ROWS_A_CATEGORY));
        return profile.distinct() <= most ? ColumnType.CATEGORY : ColumnType.TEXT;
    }

    private static long count(Map<ValueKind, Long> kinds, Predicate<ValueKind> wanted) {
        return kinds.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Optional<Odd> odd(Column column, ColumnProfile profile, Predicate<ValueKind> usual) {
        long alike = count(profile.kinds(), usual);
        if (alike == profile.present() || alike <= MOSTLY * profile.present() || !hasMany(profile, usual)) {
            return Optional.empty();
        }
        return Arrays.stream(ValueKind.values())
                .filter(usual.negate())
                .flatMap(kind -> profile.first(kind).stream())
                .min(Comparator.comparingLong(Place::row))
                .map(place -> new Odd(column, profile.present() - alike, profile.present(), place, false));
    }

    /** Whether there are at least 20 different values of the usual kind. */
    private static boolean hasMany(ColumnProfile profile, Predicate<ValueKind> usual) {
        if (profile.sketches() != null) {
            NumberSketch sketch = usual.test(ValueKind.INTEGER)
                    ? profile.sketches().numbers()
                    : profile.sketches().days();
            return sketch.distinctUpToFew() >= NumberSketch.FEW;
        }
        Set<Object> different = new HashSet<>();
        profile.values().forEach((text, count) -> {
            if (different.size() < NumberSketch.FEW && usual.test(ValueSyntax.kind(text))) {
                different.add(usual.test(ValueKind.INTEGER) ? (Object) ValueSyntax.number(text) : text);
            }
        });
        return different.size() >= NumberSketch.FEW;
    }
}
