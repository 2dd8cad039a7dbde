package io.jenkins.cd4ml.data.suggestion;

import io.jenkins.cd4ml.data.profile.LongText;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which constraints a column's values suggest, by the rules of Deequ (Schelter and others, <em>Automating large-scale data quality
 * verification</em>, PVLDB 2018; {@code com.amazon.deequ.suggestions.rules}): complete if complete, retain completeness, categorical
 * range, fractional categorical range, non-negative numbers. Shares of values are of the present ones here; what is unique is not
 * estimated but known.
 */
public final class ConstraintRules {
    private static final double LEAST_COMPLETENESS = 0.2;
    private static final double MOST_SINGLETONS = 0.1;
    private static final double MOST_SINGLETONS_FRACTIONAL = 0.4;
    private static final double COVERAGE = 0.9;
    /** More different values are no range of categories. */
    private static final int MOST_CATEGORIES = 120;

    private static final double Z = 1.96;

    private ConstraintRules() {}

    /** Allowed values, and the share of the present values that must be among them (1: all). */
    public record Range(List<String> values, double mostly) {}

    /** The least share of rows with a value: 1 where all have one; empty where at most 20 % have. */
    public static Optional<Double> completeness(ColumnSummary column) {
        if (column.count() == 0) {
            return Optional.empty();
        }
        if (column.missing() == 0) {
            return Optional.of(1.0);
        }
        double share = (double) (column.count() - column.missing()) / column.count();
        return share > LEAST_COMPLETENESS ? Optional.of(lowerBound(share, column.count())) : Optional.empty();
    }

    /** The lower end of Wald's 95 % interval of a share, cut after the second digit; never below 0. */
    static double lowerBound(double share, long count) {
        double bound = share - Z * Math.sqrt(share * (1 - share) / count);
        return Math.max(
                0, BigDecimal.valueOf(bound).setScale(2, RoundingMode.DOWN).doubleValue());
    }

    /** Whether all numbers are at least 0. */
    public static boolean isNonNegative(ColumnSummary column) {
        return column.mean() != null
                && column.minimum() != null
                && column.minimum().signum() >= 0;
    }

    /**
     * The range of a column of texts or truth values: all its values, where at most a tenth of them stand only once; those that
     * cover 90 % of the rows, where at most four tenths do.
     *
     * @param counts every different value with its count, most frequent first
     */
    public static Optional<Range> range(List<ValueCount> counts) {
        // of a long text the profile has its beginning alone, which no value would be equal to
        if (counts.isEmpty()
                || counts.size() > MOST_CATEGORIES
                || counts.stream().anyMatch(value -> LongText.isCut(value.value()))) {
            return Optional.empty();
        }
        long singletons = counts.stream().filter(value -> value.count() == 1).count();
        double share = (double) singletons / counts.size();
        if (share <= MOST_SINGLETONS) {
            return Optional.of(new Range(counts.stream().map(ValueCount::value).toList(), 1));
        }
        return share <= MOST_SINGLETONS_FRACTIONAL ? fractional(counts) : Optional.empty();
    }

    private static Optional<Range> fractional(List<ValueCount> counts) {
        long present = counts.stream().mapToLong(ValueCount::count).sum();
        List<String> values = new ArrayList<>();
        long covered = 0;
        for (ValueCount value : counts) {
            if ((double) covered / present < COVERAGE) {
                covered += value.count();
                values.add(value.value());
            }
        }
        double share = (double) covered / present;
        return share < 1 ? Optional.of(new Range(values, lowerBound(share, present))) : Optional.empty();
    }
}
