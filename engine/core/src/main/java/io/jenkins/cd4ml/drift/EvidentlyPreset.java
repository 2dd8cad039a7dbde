package io.jenkins.cd4ml.drift;

/** Evidently's automatic choice of a test (0.4 to 0.7), by the reference's size, the kind of column and its distinct values. */
final class EvidentlyPreset {
    /** Up to this many reference values a test decides, beyond it a distance. */
    private static final int LARGEST_TESTED = 1000;

    /** Numbers with at most this many distinct values are treated as categories. */
    private static final int FEW_NUMBERS = 5;

    private EvidentlyPreset() {}

    /** The test for a column. */
    static DriftTest choose(ColumnPair pair) {
        boolean large = pair.referenceSize() > LARGEST_TESTED;
        if (!asCategories(pair)) {
            return large ? DriftTest.WASSERSTEIN : DriftTest.KOLMOGOROV_SMIRNOV;
        }
        if (large) {
            return DriftTest.JENSEN_SHANNON;
        }
        return pair.distinct() > 2 ? DriftTest.CHI_SQUARE : DriftTest.PROPORTIONS;
    }

    /** Whether a column is compared value by value. */
    static boolean asCategories(ColumnPair pair) {
        return pair instanceof CategoryPair || pair.distinct() <= FEW_NUMBERS;
    }
}
