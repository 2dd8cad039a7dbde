package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.protocol.ValueCount;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What of a column can be drawn: histograms of numbers over the same bins, counts of categories in the same order; nothing of a
 * sensitive column.
 *
 * @param newCount how many categories the current side alone has; their names may be shown for no sensitive column
 */
record ColumnPicture(
        Histogram referenceHistogram,
        Histogram currentHistogram,
        List<ValueCount> referenceCounts,
        List<ValueCount> currentCounts,
        List<String> newCategories,
        int newCount) {
    private static final int MOST_BINS = 30;
    private static final int MOST_CATEGORIES = 20;

    /** Longer texts are cut: a picture is no place to read them. */
    private static final int LONGEST_LABEL = 100;

    static ColumnPicture of(ComparedColumn column) {
        ColumnPair pair = column.pair();
        if (pair instanceof NumberPair numbers && !EvidentlyPreset.asCategories(pair)) {
            return column.column().sensitive() ? nothing(0) : histograms(numbers);
        }
        return counts(pair, column.column().sensitive());
    }

    private static ColumnPicture nothing(int newCount) {
        return new ColumnPicture(null, null, List.of(), List.of(), List.of(), newCount);
    }

    private static ColumnPicture histograms(NumberPair pair) {
        if (pair.referenceSize() == 0 || pair.currentSize() == 0) {
            return nothing(0);
        }
        double[] edges = Bins.edges(pair.reference(), pair.current(), MOST_BINS);
        if (!Arrays.stream(edges).allMatch(Double::isFinite)) {
            return nothing(0);
        }
        return new ColumnPicture(
                histogram(edges, pair.reference()),
                histogram(edges, pair.current()),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    private static Histogram histogram(double[] edges, double[] sorted) {
        return new Histogram(
                Arrays.stream(edges).boxed().toList(),
                LongStream.of(Bins.counts(sorted, edges)).boxed().toList());
    }

    private static ColumnPicture counts(ColumnPair pair, boolean sensitive) {
        Counts counts = pair.categories();
        boolean known = pair.referenceSize() > 0;
        int[] news = IntStream.range(0, counts.reference().length)
                .filter(i -> known && counts.reference()[i] == 0)
                .toArray();
        if (sensitive) {
            return nothing(news.length);
        }
        List<String> labels =
                pair.labels().stream().map(ColumnPicture::shortened).toList();
        double references = Math.max(1, pair.referenceSize());
        double currents = Math.max(1, pair.currentSize());
        int[] largest = IntStream.range(0, labels.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> -Math.max(counts.reference()[i] / references, counts.current()[i] / currents)))
                .limit(MOST_CATEGORIES)
                .mapToInt(Integer::intValue)
                .toArray();
        return new ColumnPicture(
                null,
                null,
                Arrays.stream(largest)
                        .mapToObj(i -> new ValueCount(labels.get(i), counts.reference()[i]))
                        .toList(),
                Arrays.stream(largest)
                        .mapToObj(i -> new ValueCount(labels.get(i), counts.current()[i]))
                        .toList(),
                Arrays.stream(news).limit(MOST_CATEGORIES).mapToObj(labels::get).toList(),
                news.length);
    }

    private static String shortened(String label) {
        return label.codePointCount(0, label.length()) <= LONGEST_LABEL
                ? label
                : label.substring(0, label.offsetByCodePoints(0, LONGEST_LABEL)) + "…";
    }
}
