package io.jenkins.cd4ml.data.profile;

/**
 * How much is kept of each column, by how many columns there are, so that the profile of a wide table stays in bounded memory: some 250 MB of
 * short texts (83 kB for 1,000 of a column, measured), and sketches of 70 to 110 kB a column beyond that. It depends on the number of columns alone: the same data has the same profile, in
 * whatever parts it is read.
 *
 * @param texts up to so many different ones everything is exact
 * @param frequent capacity of the sketch of frequent texts, a power of two
 */
public record ProfileRoom(int texts, int frequent) {
    /** Of a table of up to 200 columns: 10,000 texts are exact. */
    public static final ProfileRoom USUAL = new ProfileRoom(10_000, 4096);

    private static final int USUAL_COLUMNS = 200;

    /** What is a category, at most 1,000 values, is always exact. */
    private static final int LEAST_TEXTS = 1_000;

    private static final int LEAST_FREQUENT = 128;

    /** The room of each column of so many. */
    public static ProfileRoom of(int columns) {
        if (columns <= USUAL_COLUMNS) {
            return USUAL;
        }
        int texts = Math.max(LEAST_TEXTS, USUAL.texts * USUAL_COLUMNS / columns);
        int frequent = Math.max(LEAST_FREQUENT, Integer.highestOneBit(USUAL.frequent * USUAL_COLUMNS / columns));
        return new ProfileRoom(texts, frequent);
    }
}
