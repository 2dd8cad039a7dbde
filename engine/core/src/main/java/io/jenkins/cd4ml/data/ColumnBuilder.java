package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Grows the values of one column from texts. */
abstract sealed class ColumnBuilder {
    private static final long SECONDS_A_DAY = 86_400;

    /** Appends a value, null where missing; false where the text is not of the column's type, and the value is missing therefore. */
    abstract boolean add(String text);

    abstract ColumnValues build();

    static ColumnBuilder of(ColumnType type, int capacity) {
        return switch (type) {
            case INTEGER -> new NumberBuilder(capacity, true);
            case DECIMAL -> new NumberBuilder(capacity, false);
            case DATE, TIMESTAMP -> new DateBuilder(capacity, type == ColumnType.DATE);
            case BOOLEAN -> new TextBuilder(capacity, true);
            case CATEGORY, TEXT -> new TextBuilder(capacity, false);
            case IMAGE -> new ImageBuilder(capacity);
        };
    }

    private static int grown(int size) {
        return Math.max(16, size + (size >> 1));
    }

    private static final class NumberBuilder extends ColumnBuilder {
        private final boolean whole;
        private double[] values;
        private int size;

        NumberBuilder(int capacity, boolean whole) {
            this.whole = whole;
            this.values = new double[capacity];
        }

        @Override
        boolean add(String text) {
            double value = text == null ? Double.NaN : ValueSyntax.number(text);
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            boolean fits = !whole || value == Math.rint(value);
            values[size++] = fits ? value : Double.NaN;
            return text == null || !Double.isNaN(value) && fits;
        }

        @Override
        ColumnValues build() {
            return new ColumnValues.Numbers(size == values.length ? values : Arrays.copyOf(values, size));
        }
    }

    private static final class DateBuilder extends ColumnBuilder {
        private final boolean dateOnly;
        private long[] values;
        private int size;

        DateBuilder(int capacity, boolean dateOnly) {
            this.dateOnly = dateOnly;
            this.values = new long[capacity];
        }

        @Override
        boolean add(String text) {
            long value = text == null ? ColumnValues.Dates.MISSING : day(text);
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size++] = value;
            return text == null || value != ColumnValues.Dates.MISSING;
        }

        private long day(String text) {
            if (dateOnly) {
                return ValueSyntax.day(text);
            }
            Instant instant = ValueSyntax.timestamp(text);
            return instant == null
                    ? ColumnValues.Dates.MISSING
                    : Math.floorDiv(instant.getEpochSecond(), SECONDS_A_DAY);
        }

        @Override
        ColumnValues build() {
            return new ColumnValues.Dates(size == values.length ? values : Arrays.copyOf(values, size));
        }
    }

    private static final class ImageBuilder extends ColumnBuilder {
        private byte[][] values;
        private int size;

        ImageBuilder(int capacity) {
            this.values = new byte[capacity][];
        }

        @Override
        boolean add(String text) {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            try {
                values[size++] = text == null ? null : Base64.getDecoder().decode(text);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        ColumnValues build() {
            return new ColumnValues.Images(size == values.length ? values : Arrays.copyOf(values, size));
        }
    }

    private static final class TextBuilder extends ColumnBuilder {
        /** So many different texts are kept once only. */
        private static final int SHARED = 10_000;

        private final boolean booleans;
        private final Map<String, String> shared = new HashMap<>();
        private String[] values;
        private int size;

        TextBuilder(int capacity, boolean booleans) {
            this.booleans = booleans;
            this.values = new String[capacity];
        }

        @Override
        boolean add(String text) {
            String value = text == null ? null : booleans ? bool(text) : share(text);
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size++] = value;
            return text == null || value != null;
        }

        private static String bool(String text) {
            return ValueSyntax.bool(text).map(String::valueOf).orElse(null);
        }

        private String share(String text) {
            String known = shared.get(text);
            if (known == null && shared.size() < SHARED) {
                shared.put(text, text);
            }
            return known == null ? text : known;
        }

        @Override
        ColumnValues build() {
            return new ColumnValues.Texts(size == values.length ? values : Arrays.copyOf(values, size));
        }
    }
}
