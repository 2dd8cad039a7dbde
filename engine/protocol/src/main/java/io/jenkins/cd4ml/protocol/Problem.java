package io.jenkins.cd4ml.protocol;

/**
 * Why a stage could not do its work.
 *
 * @param message one sentence: what, where, what would be right
 * @param file the file it is about, as the user named it; null where none is
 * @param line 1-based line in that file; null where unknown
 * @param column the name of the data column or the 1-based column in the file; null where unknown
 * @param key the configuration key, dotted ({@code train.epochs}); null where none is
 * @param details the stack trace of a {@link Verdict#FAULT}; null otherwise
 */
public record Problem(String message, String file, Integer line, String column, String key, String details) {

    public static Problem of(String message) {
        return new Problem(message, null, null, null, null, null);
    }

    /** The same with another sentence. */
    public Problem withMessage(String other) {
        return new Problem(other, file, line, column, key, details);
    }
}
