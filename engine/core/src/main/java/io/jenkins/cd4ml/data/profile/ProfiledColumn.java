package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.ValueKind;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A column whose type is known, with its profile. */
public record ProfiledColumn(Column column, ColumnProfile profile) {
    private static final int MOST_SHOWN = 20;
    private static final int LONGEST_SHOWN = 100;
    private static final int MOST_DIGITS = 40;

    /** The figures that a result carries; of a sensitive column the counts alone. */
    public ColumnSummary summary() {
        if (column.sensitive() || !profile.isExact() && profile.sketches() == null) {
            return summary(profile.distinct(), null, List.of(), List.of(), null);
        }
        ColumnType type = column.type();
        if (!type.isNumeric() && !type.isTemporal()) {
            return textSummary();
        }
        NumberFigures figures = figures();
        Histogram histogram = figures.count() == 0
                ? null
                : figures.histogram(
                        Bins.of(figures.minimum(), figures.maximum(), figures.count(), type == ColumnType.INTEGER));
        List<ValueCount> top = figures instanceof CountedNumbers counted ? top(counted) : List.of();
        long distinct = figures instanceof CountedNumbers counted ? counted.distinct() : profile.distinct();
        return summary(distinct, figures, type.isNumeric() ? figures.quantiles() : List.of(), top, histogram);
    }

    /** Whether every value is a truth value, also where the type is another one because the words count, as of a target. */
    public boolean isTruthValues() {
        return profile.present() > 0 && profile.kinds().getOrDefault(ValueKind.BOOLEAN, 0L) == profile.present();
    }

    /** The first value that a column of that type could not have; empty where there is none or its place is not known. */
    public Optional<Place> firstOdd(ColumnType type) {
        return Arrays.stream(ValueKind.values())
                .flatMap(kind -> profile.first(kind).stream())
                .filter(place -> !ValueSyntax.isOf(type, place.text()))
                .min(Comparator.comparingLong(Place::row));
    }

    /** Whether it is text because of leading zeros, its values being numbers otherwise. */
    public boolean isCode() {
        return profile.isExact()
                && !column.sensitive()
                && column.type().isCategorical()
                && counts().stream().anyMatch(value -> ValueSyntax.kind(value.value()) == ValueKind.CODE)
                && counts().stream().allMatch(value -> !Double.isNaN(ValueSyntax.number(value.value())));
    }

    /** Every different text with its count, most frequent first; empty where they are too many to be kept, or not known. */
    public List<ValueCount> counts() {
        List<ValueCount> counts = new ArrayList<>();
        if (profile.isExact()) {
            profile.values().forEachSorted((text, count) -> counts.add(new ValueCount(text, count)));
        }
        counts.sort(Comparator.comparingLong(ValueCount::count).reversed());
        return counts;
    }

    private NumberFigures figures() {
        boolean numeric = column.type().isNumeric();
        if (profile.isExact()) {
            return CountedNumbers.of(profile.values(), numeric ? ValueSyntax::number : ProfiledColumn::days);
        }
        return numeric ? profile.sketches().numbers() : profile.sketches().days();
    }

    private static double days(String text) {
        Instant instant = ValueSyntax.timestamp(text);
        return instant == null ? Double.NaN : ValueSyntax.days(instant);
    }

    private ColumnSummary textSummary() {
        if (!profile.isExact()) {
            return summary(
                    profile.distinct(),
                    null,
                    List.of(),
                    shorten(profile.sketches().frequent(MOST_SHOWN)),
                    null);
        }
        UnaryOperator<String> canonical = column.type() == ColumnType.BOOLEAN
                ? text -> ValueSyntax.bool(text).map(String::valueOf).orElse(text)
                : UnaryOperator.identity();
        Map<String, Long> counts = new TreeMap<>();
        profile.values().forEach((text, count) -> counts.merge(canonical.apply(text), count, Long::sum));
        List<ValueCount> top = counts.entrySet().stream()
                .map(entry -> new ValueCount(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(ValueCount::count).reversed())
                .limit(MOST_SHOWN)
                .toList();
        return summary(counts.size(), null, List.of(), shorten(top), null);
    }

    private List<ValueCount> top(CountedNumbers counted) {
        if (counted.distinct() > MOST_SHOWN) {
            return List.of();
        }
        List<ValueCount> top = new ArrayList<>();
        counted.forEach(new CountedNumbers.Visitor() {
            @Override
            public void visit(double value, long count) {
                top.add(new ValueCount(label(value), count));
            }

            @Override
            public void visitLarge(BigDecimal value, long count) {
                top.add(new ValueCount(value.toPlainString(), count));
            }
        });
        top.sort(Comparator.comparingLong(ValueCount::count).reversed());
        return top;
    }

    private String label(double value) {
        return switch (column.type()) {
            case DATE -> LocalDate.ofEpochDay((long) value).toString();
            case TIMESTAMP -> Instant.ofEpochSecond(Math.round(value * 86_400)).toString();
            default -> new ColumnValues.Numbers(new double[] {value}).text(0);
        };
    }

    private static List<ValueCount> shorten(List<ValueCount> values) {
        return values.stream()
                .map(value -> value.value().length() <= LONGEST_SHOWN
                        ? value
                        : new ValueCount(
                                value.value().substring(0, value.value().offsetByCodePoints(0, LONGEST_SHOWN / 2))
                                        + "…",
                                value.count()))
                .toList();
    }

    private ColumnSummary summary(
            long distinct, NumberFigures figures, List<Double> quantiles, List<ValueCount> top, Histogram histogram) {
        boolean numeric = figures != null && column.type().isNumeric();
        return new ColumnSummary(
                column.name(),
                column.type().label(),
                column.sensitive(),
                profile.count(),
                profile.missing(),
                Math.min(distinct, profile.present()),
                profile.isExact(),
                figures == null ? null : extreme(figures.minimum(), figures.exactMinimum()),
                figures == null ? null : extreme(figures.maximum(), figures.exactMaximum()),
                numeric ? figures.mean() : null,
                numeric ? figures.sd() : null,
                quantiles,
                top,
                histogram);
    }

    private static BigDecimal extreme(Double value, BigDecimal exact) {
        if (exact == null) {
            return value == null ? null : BigDecimal.valueOf(value);
        }
        // Digits, not 9E+18, as far as a person would write them.
        return exact.scale() < 0 && exact.precision() - exact.scale() <= MOST_DIGITS ? exact.setScale(0) : exact;
    }

    ProfileJson.Column toJson() {
        boolean counts = column.sensitive() || !profile.isExact() && profile.sketches() == null;
        List<ValueCount> values = new ArrayList<>();
        if (!counts && profile.isExact()) {
            profile.values().forEachSorted((text, count) -> values.add(new ValueCount(text, count)));
        }
        return new ProfileJson.Column(
                column.name(),
                column.type(),
                column.sensitive(),
                profile.declared() != null,
                profile.isTextual(),
                profile.count(),
                profile.missing(),
                profile.kinds(),
                counts ? profile.distinct() : null,
                !counts && profile.isExact() ? values : null,
                !counts && !profile.isExact() ? profile.sketches().toJson() : null);
    }

    static ProfiledColumn of(ProfileJson.Column json, ProfileRoom room) {
        return new ProfiledColumn(new Column(json.name(), json.type(), json.sensitive()), ColumnProfile.of(json, room));
    }

    /** This column's values and the other's together; an inferred type widens as needed. */
    ProfiledColumn mergedWith(ProfiledColumn other) {
        ColumnProfile merged = new ColumnProfile(profile.declared(), profile.room());
        boolean sensitive = column.sensitive() || other.column.sensitive();
        merged.merge(profile);
        merged.merge(other.profile);
        ColumnType type = profile.declared() != null ? profile.declared() : TypeInference.typeOf(merged);
        return new ProfiledColumn(new Column(column.name(), type, sensitive), merged);
    }
}
