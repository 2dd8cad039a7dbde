package io.jenkins.cd4ml.data.profile;

import java.math.BigDecimal;

/**
 * A sum kept as the unevaluated sum of two doubles, about 106 bits: adding in another order changes its 31st digit. Error-free transformations of Knuth (two-sum) and Dekker (product) as in
 * Hida, Li, Bailey: Library for Double-Double and Quad-Double Arithmetic (2000).
 */
final class TwoPartSum {
    private static final double SPLITTER = 0x1p27 + 1;

    private double high;
    private double low;

    void add(double value) {
        double sum = high + value;
        double part = sum - high;
        double error = (high - (sum - part)) + (value - part) + low;
        high = sum + error;
        low = error - (high - sum);
    }

    /** Adds {@code a * b} without losing what a double product rounds off. */
    void addProduct(double a, double b) {
        double product = a * b;
        double bigA = SPLITTER * a;
        double highA = bigA - (bigA - a);
        double lowA = a - highA;
        double bigB = SPLITTER * b;
        double highB = bigB - (bigB - b);
        double lowB = b - highB;
        double error = ((highA * highB - product) + highA * lowB + lowA * highB) + lowA * lowB;
        add(Double.isFinite(error) ? error : 0);
        add(product);
    }

    /** The sum rounded to a double. */
    double high() {
        return high;
    }

    boolean isFinite() {
        return Double.isFinite(high) && Double.isFinite(low);
    }

    /** The sum as it is, to its last bit. */
    BigDecimal exact() {
        return new BigDecimal(high).add(new BigDecimal(low));
    }
}
