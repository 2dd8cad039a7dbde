package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.protocol.Histogram;
import java.math.BigDecimal;
import java.util.List;

/** Figures of the numbers of a column (dates: of their epoch days), however they are kept. */
interface NumberFigures {
    /** The probabilities of {@link #quantiles()}. */
    List<Double> PROBABILITIES = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

    long count();

    /** Null where there are no numbers; so are the others. */
    Double minimum();

    Double maximum();

    /** The smallest number with all its digits where a double does not hold them; null where it does, or where there are no numbers. */
    BigDecimal exactMinimum();

    /** The same of the largest. */
    BigDecimal exactMaximum();

    Double mean();

    Double sd();

    /** At {@link #PROBABILITIES}; empty where there are no numbers. */
    List<Double> quantiles();

    /** Over those bins; see {@link Bins}. */
    Histogram histogram(Bins bins);
}
