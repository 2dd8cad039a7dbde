package io.jenkins.cd4ml.drift;

/** The values of one column on both sides, without the missing ones. */
sealed interface ColumnPair permits NumberPair, CategoryPair {

    int referenceSize();

    int currentSize();

    /** Number of distinct values over both sides. */
    int distinct();

    /** Rows by value, of numbers too. */
    Counts categories();

    /** Rows by bin for numbers with more than 20 distinct reference values, otherwise by value: Evidently's choice. */
    Counts binned();

    /** Text of each of the {@link #categories}, in their order. */
    java.util.List<String> labels();

    /** Cohen's d of numbers, Cramér's V of categories; NaN where it is not defined. */
    double effectSize();
}
