package io.jenkins.cd4ml.config;

/**
 * {@code split:} which rows train, which choose the best epoch, which judge.
 *
 * @param method null: {@code TIME} where {@code by} is given, {@code STRATIFIED} for classification, else {@code RANDOM}
 * @param by the date column of a split by time
 * @param group a column: rows with the same value are on the same side, and in the same fold
 * @param train share of the rows (0 to 1), or for {@code TIME} also a range of dates {@code 2012-01-01..2014-06-30}, both ends
 *     inclusive, either end open
 * @param seed mixed into the hash of a row's key that decides its split
 */
public record SplitSettings(
        Method method, String by, String group, String train, String validation, String test, long seed) {

    public static final SplitSettings DEFAULT = new SplitSettings(null, null, null, null, null, null, 0);

    public SplitSettings {
        if (train == null && validation == null && test == null) {
            train = "0.7";
            validation = "0.15";
            test = "0.15";
        }
        if (method == null && by != null) {
            method = Method.TIME;
        }
    }

    /** How rows are divided. */
    public enum Method {
        /** By the hash of the row's key alone: a row never changes sides. */
        RANDOM,
        /** Like {@code RANDOM} within each class of the target. */
        STRATIFIED,
        /** By a date column. */
        TIME
    }
}
