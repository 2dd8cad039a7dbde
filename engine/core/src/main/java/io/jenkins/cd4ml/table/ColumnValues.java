package io.jenkins.cd4ml.table;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;

/** The values of one column in memory, by row. */
public sealed interface ColumnValues {

    int size();

    boolean isMissing(int row);

    /** The value as text, null where it is missing: a date as ISO 8601, a whole number without a fraction. */
    String text(int row);

    /** The values of those rows, in that order. */
    ColumnValues select(int[] rows);

    /** Numbers; {@code NaN} is missing. */
    record Numbers(double[] values) implements ColumnValues {
        /** From here on a whole number is written with an exponent. */
        private static final double LONGEST_WHOLE = 1e21;

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(values[row]);
        }

        @Override
        public String text(int row) {
            double value = values[row];
            if (Double.isNaN(value)) {
                return null;
            }
            if (value != Math.rint(value) || Math.abs(value) >= LONGEST_WHOLE) {
                return Double.toString(value);
            }
            return Math.abs(value) < ExactNumber.LARGE
                    ? Long.toString((long) value)
                    : BigDecimal.valueOf(value).toPlainString();
        }

        @Override
        public Numbers select(int[] rows) {
            return new Numbers(
                    Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
        }
    }

    /** Days since 1970-01-01; {@link #MISSING} is missing. */
    record Dates(long[] epochDays) implements ColumnValues {
        /** The epoch day that stands for no date, also in packaged models. */
        public static final long MISSING = Long.MIN_VALUE;

        @Override
        public int size() {
            return epochDays.length;
        }

        @Override
        public boolean isMissing(int row) {
            return epochDays[row] == MISSING;
        }

        @Override
        public String text(int row) {
            return isMissing(row)
                    ? null
                    : java.time.LocalDate.ofEpochDay(epochDays[row]).toString();
        }

        @Override
        public Dates select(int[] rows) {
            return new Dates(
                    Arrays.stream(rows).mapToLong(row -> epochDays[row]).toArray());
        }
    }

    /**
     * Images; null is missing.
     *
     * @param samples of each row 0 to 255 as unsigned bytes, one byte each however many they are; not to be changed
     */
    record Images(byte[][] samples) implements ColumnValues {
        @Override
        public int size() {
            return samples.length;
        }

        @Override
        public boolean isMissing(int row) {
            return samples[row] == null;
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? null : Base64.getEncoder().encodeToString(samples[row]);
        }

        /** Shares the samples. */
        @Override
        public Images select(int[] rows) {
            return new Images(Arrays.stream(rows).mapToObj(row -> samples[row]).toArray(byte[][]::new));
        }
    }

    /** Text, categories and booleans ({@code true}, {@code false}); null is missing. */
    record Texts(String[] values) implements ColumnValues {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return values[row] == null;
        }

        @Override
        public String text(int row) {
            return values[row];
        }

        @Override
        public Texts select(int[] rows) {
            return new Texts(Arrays.stream(rows).mapToObj(row -> values[row]).toArray(String[]::new));
        }
    }
}
