package io.jenkins.cd4ml.data.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ValueKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * {@code profile.json}: everything needed to show a profile and to merge it with another. Sketches are in the binary format of
 * Apache DataSketches, which its libraries in other languages read too, in base64.
 *
 * @param format {@link #FORMAT}
 * @param version the data version
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProfileJson(int format, String version, long rows, List<Column> columns) {
    static final int FORMAT = 1;

    /** Throws {@link IllegalArgumentException} where something is lacking that every profile has. */
    void requireComplete() {
        if (version == null || columns == null || !columns.stream().allMatch(Column::isComplete)) {
            throw new IllegalArgumentException("incomplete");
        }
    }

    /**
     * A column. Where it has at most 10,000 different texts {@code values} has them all; otherwise the sketches are there. A
     * sensitive column has {@code distinct} instead of both.
     *
     * @param declared whether the type comes from the configuration
     * @param textual whether every value is a text, whatever it looks like
     * @param kinds number of values that look like each kind
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Column(
            String name,
            ColumnType type,
            boolean sensitive,
            boolean declared,
            boolean textual,
            long count,
            long missing,
            Map<ValueKind, Long> kinds,
            Long distinct,
            List<ValueCount> values,
            Sketched sketches) {
        private boolean isComplete() {
            boolean sketched = sketches != null && sketches.isComplete();
            return name != null && type != null && kinds != null && (distinct != null || values != null || sketched);
        }
    }

    /**
     * @param hll HyperLogLog sketch of the different values: numbers as doubles, dates as seconds and nanoseconds, texts
     * @param numbers of values that look like numbers; {@code days} the epoch days of those that look like dates
     * @param frequent frequent-items sketch of the texts that look like neither
     */
    record Sketched(byte[] hll, Numbers numbers, Numbers days, byte[] frequent) {
        private boolean isComplete() {
            return hll != null && frequent != null && isComplete(numbers) && isComplete(days);
        }

        private static boolean isComplete(Numbers numbers) {
            return numbers != null
                    && (numbers.count == 0
                            || numbers.minimum != null
                                    && numbers.maximum != null
                                    && numbers.sum != null
                                    && numbers.squares != null
                                    && numbers.few != null
                                    && numbers.kll != null);
        }
    }

    /**
     * @param sum and {@code squares}: of the numbers and of their squares, decimals of up to 100 digits
     * @param few the different numbers, at most 20 of them
     * @param smallestLarge the smallest number at or beyond 2^53 on either side of 0, with all digits; {@code largestLarge} the largest
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Numbers(
            long count,
            Double minimum,
            Double maximum,
            String sum,
            String squares,
            List<Double> few,
            byte[] kll,
            BigDecimal smallestLarge,
            BigDecimal largestLarge) {}
}
