package io.jenkins.cd4ml.train;

/**
 * The rows of one fit, as row numbers of the table.
 *
 * @param validation choose the best epoch; may be empty
 * @param judged are predicted by the fitted model; may be empty
 */
record Sides(int[] train, int[] validation, int[] judged) {

    static Sides of(Split split) {
        return new Sides(split.train(), split.validation(), new int[0]);
    }
}
