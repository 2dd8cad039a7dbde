package io.jenkins.cd4ml.deploy.router;

import java.io.IOException;

/** The router refused a call, and says why in one sentence. */
public final class RouterProblem extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RouterProblem(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** The canary that the call was about is over. */
    public boolean isOver() {
        return status == 409;
    }

    /** A version cannot be served as it is: a wrong package, not a fault of the router. */
    public boolean isUnservable() {
        return status == 422;
    }
}
