package io.jenkins.cd4ml.packaging;

/** The elements of one input tensor, by row, after the codec that the signature names. */
public sealed interface InputColumn {

    int size();

    /** {@code number/1}: NaN is missing. */
    record Numbers(float[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }
    }

    /** {@code number/2}: NaN is missing. */
    record ExactNumbers(double[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }
    }

    /** {@code epoch-day/1}: {@code Long.MIN_VALUE} is missing. */
    record Days(long[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }
    }

    /** {@code image/1}: of each row as many samples as the input is wide. */
    record Images(byte[][] samples) implements InputColumn {
        @Override
        public int size() {
            return samples.length;
        }
    }

    /** {@code text/1}: the empty text is missing; never null. */
    record Texts(String[] values) implements InputColumn {
        @Override
        public int size() {
            return values.length;
        }
    }
}
