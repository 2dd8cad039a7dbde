package io.jenkins.cd4ml.problem;

import io.jenkins.cd4ml.protocol.Problem;

/** The input or the configuration is wrong: one sentence that says what, where, and what would be right. Exit code 2. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public InputException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /** A problem without a place. */
    public InputException(String message) {
        this(Problem.of(message));
    }

    /** A problem at a line of a file, and in a column of the data where {@code column} is not null. */
    public static InputException at(String file, long line, String column, String message) {
        String where = file + ":" + line + (column == null ? "" : ": column " + column);
        return new InputException(new Problem(where + ": " + message, file, (int) line, column, null, null));
    }

    /** A problem with a configuration key, dotted: {@code validate.gates.0.metric}. */
    public static InputException ofKey(String key, String message) {
        return new InputException(new Problem(key + ": " + message, null, null, null, key, null));
    }

    public Problem problem() {
        return problem;
    }
}
