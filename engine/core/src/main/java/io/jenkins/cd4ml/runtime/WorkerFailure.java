package io.jenkins.cd4ml.runtime;

/** A worker ended in a way that is neither an answer nor the user's mistake. */
public final class WorkerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkerFailure(String message) {
        super(message);
    }
}
