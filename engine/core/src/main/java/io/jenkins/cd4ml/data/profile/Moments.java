package io.jenkins.cd4ml.data.profile;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Count, mean and standard deviation of numbers, mergeable in any order. The sum and the sum of squares are kept to 100 decimal
 * digits, so that nothing is lost when they are subtracted; numbers come in by blocks, within which the sum has 100 bits and squares
 * are taken of the distances to the block's own mean.
 */
final class Moments {
    private static final MathContext DIGITS = new MathContext(100);
    private long count;
    private BigDecimal sum;
    private BigDecimal squares;

    Moments() {
        this(0, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    Moments(long count, BigDecimal sum, BigDecimal squares) {
        this.count = count;
        this.sum = sum;
        this.squares = squares;
    }

    /** Adds the value that many times. */
    void add(double value, long times) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal weight = BigDecimal.valueOf(times);
        addBlock(times, exact.multiply(weight), exact.multiply(exact).multiply(weight));
    }

    void merge(Moments other) {
        addBlock(other.count, other.sum, other.squares);
    }

    private void addBlock(long blockCount, BigDecimal blockSum, BigDecimal blockSquares) {
        count += blockCount;
        sum = sum.add(blockSum, DIGITS);
        squares = squares.add(blockSquares, DIGITS);
    }

    /** Adds the first so many numbers of an array. */
    void addBlock(double[] block, int size) {
        TwoPartSum total = BlockSums.sum(block, size);
        double pivot = total.high() / Math.max(1, size);
        double deviations = BlockSums.squares(block, size, pivot);
        if (!total.isFinite() || !Double.isFinite(deviations)) {
            for (int i = 0; i < size; i++) {
                add(block[i], 1);
            }
            return;
        }
        // The squares of x = pivot + d: sum of d^2 + 2 pivot (sum of x) - size pivot^2.
        BigDecimal center = new BigDecimal(pivot);
        BigDecimal blockSum = total.exact();
        BigDecimal blockSquares = new BigDecimal(deviations)
                .add(center.multiply(blockSum).multiply(BigDecimal.valueOf(2)))
                .subtract(center.multiply(center).multiply(BigDecimal.valueOf(size)));
        addBlock(size, blockSum, blockSquares);
    }

    long count() {
        return count;
    }

    BigDecimal sum() {
        return sum;
    }

    BigDecimal squares() {
        return squares;
    }

    /** The mean; null where there are no numbers. */
    Double mean() {
        return count == 0
                ? null
                : (Double) sum.divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
    }

    /** The sample standard deviation (n - 1); null below two numbers, or where it is beyond a double. */
    Double sd() {
        if (count < 2) {
            return null;
        }
        BigDecimal deviations = squares.subtract(sum.multiply(sum).divide(BigDecimal.valueOf(count), DIGITS));
        double sd = deviations
                .max(BigDecimal.ZERO)
                .divide(BigDecimal.valueOf(count - 1), DIGITS)
                .sqrt(MathContext.DECIMAL64)
                .doubleValue();
        return Double.isFinite(sd) ? (Double) sd : null;
    }
}
