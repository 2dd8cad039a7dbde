package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.statistics.Distances;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tests and distances that can judge a column, under the names of {@code cd4ml.yaml} and of results. */
enum DriftTest {
    KOLMOGOROV_SMIRNOV("ks", "Kolmogorov-Smirnov", Kind.P_VALUE, (OfNumbers) SignificanceTests::kolmogorovSmirnov),
    MANN_WHITNEY("mannwhitney", "Mann-Whitney", Kind.P_VALUE, (OfNumbers) SignificanceTests::mannWhitney),
    STUDENT("t", "Student's t", Kind.P_VALUE, (OfNumbers) SignificanceTests::student),
    WASSERSTEIN(
            "wasserstein", "Wasserstein distance", Kind.DISTANCE, (OfNumbers) SampleDistances::normalisedWasserstein),
    ENERGY("energy", "energy distance", Kind.DISTANCE, (OfNumbers) SampleDistances::energy),
    CHI_SQUARE("chisquare", "chi-square", Kind.P_VALUE, (OfCategories) SignificanceTests::chiSquare),
    PROPORTIONS("z", "Z", Kind.P_VALUE, (OfCategories) SignificanceTests::proportions),
    TOTAL_VARIATION("tvd", "total variation distance", Kind.DISTANCE, (OfCategories) Distances::totalVariation),
    JENSEN_SHANNON("jensenshannon", "Jensen-Shannon distance", Kind.DISTANCE, (OfBins) Distances::jensenShannon),
    POPULATION_STABILITY("psi", "PSI", Kind.DISTANCE, (OfBins) Distances::populationStability),
    KULLBACK_LEIBLER("kl", "Kullback-Leibler divergence", Kind.DISTANCE, (OfBins) Distances::kullbackLeibler),
    HELLINGER("hellinger", "Hellinger distance", Kind.DISTANCE, (OfBins) Distances::hellinger);

    /** What a score is. */
    enum Kind {
        P_VALUE,
        DISTANCE
    }

    private final String id;
    private final String title;
    private final Kind kind;
    private final Statistic statistic;

    DriftTest(String id, String title, Kind kind, Statistic statistic) {
        this.id = id;
        this.title = title;
        this.kind = kind;
        this.statistic = statistic;
    }

    /** The test of that name. */
    static Optional<DriftTest> named(String id) {
        return Arrays.stream(values()).filter(test -> test.id.equals(id)).findFirst();
    }

    /** All names. */
    static List<String> names() {
        return Arrays.stream(values()).map(DriftTest::id).toList();
    }

    String id() {
        return id;
    }

    /** For people: {@code Kolmogorov-Smirnov}, {@code Wasserstein distance}. */
    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }

    /** Evidently's default. */
    double defaultThreshold() {
        return kind == Kind.P_VALUE ? 0.05 : 0.1;
    }

    /** Why it cannot judge that column, as the end of a sentence; null where it can. */
    String refuses(ColumnPair pair) {
        if (statistic instanceof OfNumbers && !(pair instanceof NumberPair)) {
            return "needs numbers";
        }
        if (this == STUDENT && Math.min(pair.referenceSize(), pair.currentSize()) < 2) {
            return "needs two values on each side";
        }
        return this == PROPORTIONS && pair.distinct() > 2 ? "needs at most 2 distinct values" : null;
    }

    /** The p-value or the distance of a pair that it does not refuse; not finite where the values are too large to compute with. */
    double score(ColumnPair pair) {
        return statistic.of(pair);
    }

    /** Whether that score means drift; Evidently includes the threshold itself for distances and for Kolmogorov-Smirnov's p. */
    boolean drifted(double score, double threshold) {
        if (kind == Kind.DISTANCE) {
            return score >= threshold;
        }
        return this == KOLMOGOROV_SMIRNOV ? score <= threshold : score < threshold;
    }

    /** How a score that means no drift compares with the threshold. */
    String passes() {
        if (kind == Kind.DISTANCE) {
            return "<";
        }
        return this == KOLMOGOROV_SMIRNOV ? ">" : ">=";
    }

    private sealed interface Statistic {
        double of(ColumnPair pair);
    }

    @FunctionalInterface
    private non-sealed interface OfNumbers extends Statistic {
        double of(double[] reference, double[] current);

        @Override
        default double of(ColumnPair pair) {
            NumberPair numbers = (NumberPair) pair;
            return of(numbers.reference(), numbers.current());
        }
    }

    @FunctionalInterface
    private non-sealed interface OfCategories extends Statistic {
        double of(long[] reference, long[] current);

        @Override
        default double of(ColumnPair pair) {
            Counts categories = pair.categories();
            return of(categories.reference(), categories.current());
        }
    }

    @FunctionalInterface
    private non-sealed interface OfBins extends Statistic {
        double of(long[] reference, long[] current);

        @Override
        default double of(ColumnPair pair) {
            Counts bins = pair.binned();
            return of(bins.reference(), bins.current());
        }
    }
}
