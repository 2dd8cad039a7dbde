package io.jenkins.cd4ml.statistics;

/**
 * Events of two groups: one stratum of a comparison.
 *
 * @param events1 of {@code rows1} in the first group; {@code events2} of {@code rows2} in the second one
 */
public record TwoByTwo(long events1, long rows1, long events2, long rows2) {

    public TwoByTwo {
        if (events1 < 0 || events2 < 0 || events1 > rows1 || events2 > rows2) {
            throw new IllegalArgumentException(
                    events1 + " of " + rows1 + " and " + events2 + " of " + rows2 + " are no counts of events");
        }
    }

    /** Whether both groups are there: otherwise nothing is compared. */
    public boolean compares() {
        return rows1 > 0 && rows2 > 0;
    }

    /** Both groups together. */
    double rows() {
        return (double) rows1 + rows2;
    }

    double events() {
        return (double) events1 + events2;
    }

    /** Events of the first group that are expected where both are alike, the sum of the events given. */
    double expected() {
        return rows1 * events() / rows();
    }

    /** The hypergeometric variance of the first group's events, all sums given; 0 for fewer than two rows. */
    double variance() {
        double n = rows();
        return n < 2 ? 0 : rows1 / n * rows2 / n * events() * (n - events()) / (n - 1);
    }

    /** The Mantel-Haenszel weight n1 n2 / (n1 + n2). */
    double weight() {
        return compares() ? rows1 * (double) rows2 / rows() : 0;
    }

    double difference() {
        return (double) events1 / rows1 - (double) events2 / rows2;
    }
}
