package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.ServingException;

/** The router refused a call, and says why in one sentence. */
public final class RouterProblem extends ServingException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RouterProblem(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** The canary that the call was about is over; or a new one cannot begin yet. */
    public boolean isOver() {
        return status == 409;
    }

    /** It has been told to end: its process is about to go. */
    public boolean isEnding() {
        return status == 503;
    }

    /** A version cannot be served as it is: a wrong package, not a fault of the router. */
    public boolean isUnservable() {
        return status == 422;
    }
}
