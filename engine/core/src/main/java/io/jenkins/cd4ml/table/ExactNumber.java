package io.jenkins.cd4ml.table;

import java.math.BigDecimal;

/**
 * Numbers by their values, from their texts. A double holds every whole number below 2^53, and stands for what is between them; from
 * there on its neighbours are 2 apart and more, so numbers are taken as the decimals that their texts write.
 */
public final class ExactNumber {
    /** From here on doubles leave out whole numbers. */
    public static final double LARGE = 1L << 53;

    /** A number of more characters is the double nearest to it: decimals of that length take quadratic time. */
    private static final int LONGEST = 1000;

    private ExactNumber() {}

    public static boolean isLarge(double value) {
        return value >= LARGE || value <= -LARGE;
    }

    /** The number that a text writes, of which {@link ValueSyntax#number(String)} is that double; without zeros at its end. */
    public static BigDecimal exact(String text, double value) {
        return text.length() > LONGEST ? new BigDecimal(value) : new BigDecimal(text).stripTrailingZeros();
    }

    /** What is equal for texts that write the same number; null for a text that writes none. */
    public static Object of(String text) {
        double value = ValueSyntax.number(text);
        return Double.isNaN(value) ? null : isLarge(value) ? exact(text, value) : (Object) value;
    }

    /** Compares the numbers that two texts write, which are these doubles. */
    public static int compare(String first, double firstValue, String second, double secondValue) {
        int comparison = Double.compare(firstValue, secondValue);
        // Rounding keeps the order, so only equal doubles leave anything open.
        return comparison == 0 && isLarge(firstValue)
                ? exact(first, firstValue).compareTo(exact(second, secondValue))
                : comparison;
    }

    /**
     * One text for all texts of the same number, date-time or truth value; any other text as it is.
     */
    public static String canonical(String text) {
        if (isShortWhole(text)) {
            return text;
        }
        Object number = of(text);
        if (number instanceof BigDecimal large) {
            return large.toPlainString();
        }
        if (number instanceof Double value) {
            return new ColumnValues.Numbers(new double[] {value}).text(0);
        }
        return switch (ValueSyntax.kind(text)) {
            case DATE, TIMESTAMP -> ValueSyntax.timestamp(text).toString();
            case BOOLEAN -> ValueSyntax.bool(text).orElseThrow().toString();
            default -> text;
        };
    }

    /** Whether the text is its own canonical one, because it has at most 15 digits and nothing else, the first of them not 0. */
    private static boolean isShortWhole(String text) {
        if (text.length() > 15 || text.charAt(0) == '0' && text.length() > 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
