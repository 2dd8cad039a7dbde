package io.jenkins.cd4ml.packaging;

import java.util.Arrays;

/** The elements of one input tensor, by row, after the codec that the signature names. */
public sealed interface InputColumn {

    int size();

    /** Some of the elements: {@code from} is the first one, {@code to} the one after the last. */
    InputColumn slice(int from, int to);

    /** {@code number/1}: NaN is missing. */
    record Numbers(float[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public InputColumn slice(int from, int to) {
            return new Numbers(Arrays.copyOfRange(values, from, to));
        }
    }

    /** {@code number/2}: NaN is missing. */
    record ExactNumbers(double[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public InputColumn slice(int from, int to) {
            return new ExactNumbers(Arrays.copyOfRange(values, from, to));
        }
    }

    /** {@code epoch-day/1}: {@code Long.MIN_VALUE} is missing. */
    record Days(long[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public InputColumn slice(int from, int to) {
            return new Days(Arrays.copyOfRange(values, from, to));
        }
    }

    /** {@code image/1}: of each row as many samples as the input is wide. */
    record Images(byte[][] samples) implements InputColumn {
        @Override
        public int size() {
            return samples.length;
        }

        @Override
        public InputColumn slice(int from, int to) {
            return new Images(Arrays.copyOfRange(samples, from, to));
        }
    }

    /** {@code text/1}: the empty text is missing; never null. */
    record Texts(String[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public InputColumn slice(int from, int to) {
            return new Texts(Arrays.copyOfRange(values, from, to));
        }
    }
}
