package io.jenkins.cd4ml.config;

/**
 * {@code train.crossValidation:} the settings are judged on each part of the rows by a model that the others train.
 *
 * @param folds null: no cross-validation
 * @param method null: {@code TIME} where {@code split.by} is given, {@code GROUP} where {@code split.group} is, {@code STRATIFIED} for
 *     classes, else {@code RANDOM}
 */
public record CrossValidationSettings(Integer folds, Method method) {

    public static final CrossValidationSettings NONE = new CrossValidationSettings(null, null);

    /** Whether it was asked for. */
    public boolean wanted() {
        return folds != null;
    }

    /** Which fold judges a row. */
    public enum Method {
        /** By the hash of the row's key. */
        RANDOM,
        /** The same, with a warning for each class that a fold lacks. */
        STRATIFIED,
        /** By the hash of the row's group: none is in two folds. */
        GROUP,
        /** By date: each fold is judged by a model that all earlier rows trained. */
        TIME
    }
}
