package io.jenkins.cd4ml.data.profile;

import java.math.BigDecimal;
import java.math.MathContext;

/** Count, mean and standard deviation of numbers, mergeable, from sums of 106 bits. */
final class Moments {
    /** Digits for the one subtraction in which most of them cancel. */
    private static final MathContext DIGITS = new MathContext(80);

    private long count;
    private final TwoPartSum sum;
    private final TwoPartSum squares;

    Moments() {
        this(0, new TwoPartSum(), new TwoPartSum());
    }

    Moments(long count, TwoPartSum sum, TwoPartSum squares) {
        this.count = count;
        this.sum = sum;
        this.squares = squares;
    }

    void add(double value) {
        count++;
        sum.add(value);
        squares.addProduct(value, value);
    }

    /** Adds the value that many times. */
    void add(double value, long times) {
        count += times;
        sum.addProduct(value, times);
        squares.addSquare(value, times);
    }

    void merge(Moments other) {
        count += other.count;
        sum.add(other.sum);
        squares.add(other.squares);
    }

    long count() {
        return count;
    }

    TwoPartSum sum() {
        return sum;
    }

    TwoPartSum squares() {
        return squares;
    }

    /** The mean; null where there are no numbers or their sum is beyond a double. */
    Double mean() {
        return count == 0 || !sum.isFinite()
                ? null
                : sum.exact().divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
    }

    /** The sample standard deviation (n - 1); null below two numbers or where their squares are beyond a double. */
    Double sd() {
        if (count < 2 || !sum.isFinite() || !squares.isFinite()) {
            return null;
        }
        BigDecimal total = sum.exact();
        BigDecimal deviations =
                squares.exact().subtract(total.multiply(total).divide(BigDecimal.valueOf(count), DIGITS));
        BigDecimal variance = deviations.max(BigDecimal.ZERO).divide(BigDecimal.valueOf(count - 1), DIGITS);
        return Math.sqrt(variance.doubleValue());
    }
}
