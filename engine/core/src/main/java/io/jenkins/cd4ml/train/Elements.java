package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;

/** The values of one column in some rows, as {@link RowCodec} makes them: what a packaged model is given for the same rows. */
sealed interface Elements {

    /** How many of them are not missing. */
    int present();

    /** For people: {@code numbers}. */
    String kind();

    static Elements of(Column column, ColumnValues values, int[] rows) {
        if (values instanceof ColumnValues.Numbers numbers) {
            float[] elements = new float[rows.length];
            double[] exact = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                exact[i] = numbers.values()[rows[i]];
                elements[i] = RowCodec.number(column, exact[i]);
            }
            return new Numbers(elements, exact);
        }
        if (values instanceof ColumnValues.Dates dates) {
            long[] elements = new long[rows.length];
            for (int i = 0; i < rows.length; i++) {
                elements[i] = dates.epochDays()[rows[i]];
            }
            return new Days(elements);
        }
        if (values instanceof ColumnValues.Images) {
            throw new IllegalArgumentException("images are read a batch at a time");
        }
        String[] elements = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            elements[i] = RowCodec.text(column, values.text(rows[i]));
        }
        return new Texts(elements);
    }

    /**
     * {@link RowCodec#NUMBER}.
     *
     * @param exact the same as {@link RowCodec#NUMBER_64}
     */
    record Numbers(float[] values, double[] exact) implements Elements {
        @Override
        public int present() {
            int present = 0;
            for (float value : values) {
                present += Float.isNaN(value) ? 0 : 1;
            }
            return present;
        }

        @Override
        public String kind() {
            return "numbers";
        }
    }

    /** {@link RowCodec#EPOCH_DAY}. */
    record Days(long[] values) implements Elements {
        @Override
        public int present() {
            int present = 0;
            for (long value : values) {
                present += value == RowCodec.MISSING_DAY ? 0 : 1;
            }
            return present;
        }

        @Override
        public String kind() {
            return "dates";
        }
    }

    /** {@link RowCodec#TEXT} and {@link RowCodec#BOOLEAN}. */
    record Texts(String[] values) implements Elements {
        @Override
        public int present() {
            int present = 0;
            for (String value : values) {
                present += value.isEmpty() ? 0 : 1;
            }
            return present;
        }

        @Override
        public String kind() {
            return "text";
        }
    }
}
