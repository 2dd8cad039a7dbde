package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.ExactNumber;
import io.jenkins.cd4ml.table.ValueKind;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.common.ArrayOfUtf16StringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.memory.Memory;

/**
 * A column with too many different values to keep them: {@link DistinctValues} for their number, a {@link NumberSketch} of those that are numbers and one of those that are dates, and the frequent ones among the rest. Texts
 * that write the same number or the same instant count as one value.
 */
final class ColumnSketches {
    private final DistinctValues distinct;
    private final NumberSketch numbers;
    private final NumberSketch days;
    private final ItemsSketch<String> frequent;

    /** @param capacity of the sketch of frequent texts, a power of two */
    ColumnSketches(int capacity) {
        this.distinct = new DistinctValues();
        this.numbers = new NumberSketch(distinct);
        this.days = new NumberSketch(null);
        this.frequent = new ItemsSketch<>(capacity);
    }

    private ColumnSketches(
            DistinctValues distinct, NumberSketch numbers, NumberSketch days, ItemsSketch<String> frequent) {
        this.distinct = distinct;
        this.numbers = numbers;
        this.days = days;
        this.frequent = frequent;
    }

    /** Adds a value that is a number, and not a large one. */
    void add(double number) {
        numbers.add(number);
    }

    /** Adds a value that is a {@linkplain ExactNumber#isLarge large} number. */
    void addLarge(String text, double number, long times) {
        BigDecimal exact = ExactNumber.exact(text, number);
        distinct.add(exact);
        numbers.addLarge(exact, number, times);
    }

    /** Adds a value of that kind so many times, and returns the kind. */
    ValueKind add(String text, ValueKind kind, long times) {
        if (kind.isNumeric()) {
            double number = ValueSyntax.number(text);
            if (ExactNumber.isLarge(number)) {
                addLarge(text, number, times);
            } else {
                numbers.add(number, times);
            }
        } else if (kind.isTemporal()) {
            Instant instant = ValueSyntax.timestamp(text);
            distinct.add(instant);
            days.add(ValueSyntax.days(instant), times);
        } else {
            distinct.add(text);
            frequent.update(text, times);
        }
        return kind;
    }

    void merge(ColumnSketches other) {
        numbers.merge(other.numbers);
        distinct.merge(other.distinct);
        days.merge(other.days);
        frequent.merge(other.frequent);
    }

    NumberSketch numbers() {
        return numbers;
    }

    NumberSketch days() {
        return days;
    }

    long distinct() {
        numbers.flush();
        return distinct.estimate();
    }

    /** The texts that are surely frequent with the lower bounds of their counts, the most frequent first. */
    List<ValueCount> frequent(int most) {
        return Arrays.stream(frequent.getFrequentItems(2 * frequent.getMaximumError(), ErrorType.NO_FALSE_POSITIVES))
                .map(row -> new ValueCount(row.getItem(), row.getLowerBound()))
                .sorted(Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value))
                .limit(most)
                .toList();
    }

    ProfileJson.Sketched toJson() {
        numbers.flush();
        return new ProfileJson.Sketched(
                distinct.toByteArray(),
                numbers.toJson(),
                days.toJson(),
                frequent.toByteArray(new ArrayOfUtf16StringsSerDe()));
    }

    static ColumnSketches of(ProfileJson.Sketched json) {
        DistinctValues distinct = DistinctValues.of(json.hll());
        return new ColumnSketches(
                distinct,
                NumberSketch.of(json.numbers(), distinct),
                NumberSketch.of(json.days(), null),
                ItemsSketch.getInstance(Memory.wrap(json.frequent()), new ArrayOfUtf16StringsSerDe()));
    }
}
