package io.jenkins.cd4ml.remote;

import java.io.IOException;

/** Why the other side did not do as it was asked, in words without secrets. */
public final class RemoteProblem extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private RemoteProblem(boolean passing, String message) {
        super(message);
        this.passing = passing;
    }

    /** A problem that may be over at the next attempt. */
    public static RemoteProblem passing(String message) {
        return new RemoteProblem(true, message);
    }

    /** A problem that the next attempt would meet again. */
    public static RemoteProblem lasting(String message) {
        return new RemoteProblem(false, message);
    }

    boolean isPassing() {
        return passing;
    }
}
