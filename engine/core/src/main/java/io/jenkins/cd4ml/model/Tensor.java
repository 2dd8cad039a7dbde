package io.jenkins.cd4ml.model;

import java.util.Arrays;

/**
 * Numbers of any shape in row-major order.
 *
 * @param shape lengths of the dimensions, outermost first; empty for a scalar
 * @param values as many as the product of the shape
 */
public record Tensor(long[] shape, float[] values) {

    public Tensor {
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (elements != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " does not hold " + values.length + " values");
        }
    }

    /** One dimension. */
    public static Tensor vector(float[] values) {
        return new Tensor(new long[] {values.length}, values);
    }

    /** Two dimensions. */
    public static Tensor matrix(int rows, int columns, float[] values) {
        return new Tensor(new long[] {rows, columns}, values);
    }

    /** The rows of a matrix. */
    public float[][] rows() {
        if (shape.length != 2) {
            throw new IllegalStateException("not a matrix: " + Arrays.toString(shape));
        }
        float[][] rows = new float[(int) shape[0]][];
        int columns = (int) shape[1];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
        }
        return rows;
    }
}
