package io.jenkins.cd4ml.deploy.canary;

/** The canary cannot go on; the message says why, and the champion has all the traffic or is about to get it. */
final class CanaryOverException extends Exception {
    private static final long serialVersionUID = 1L;

    CanaryOverException(String reason) {
        super(reason);
    }
}
