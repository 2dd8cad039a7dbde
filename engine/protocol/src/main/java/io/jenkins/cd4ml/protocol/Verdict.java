package io.jenkins.cd4ml.protocol;

/** How a stage ended. The exit code of the command line follows from it. */
public enum Verdict {
    /** Everything that was asked for was done, and no check that decides failed; one drifted column, for instance, decides nothing. */
    PASSED(0),
    /** The work was done and the answer is no: a gate or an expectation failed, drift was found, a canary was rolled back. */
    FAILED(1),
    /** The input or the configuration is wrong; {@link Problem} says what, where and what would be right. */
    INVALID(2),
    /** Our own fault. */
    FAULT(3),
    /** The work was done and no check failed, but one that decides is {@link Outcome#INCONCLUSIVE}, and no policy accepts that. */
    INCONCLUSIVE(4),
    /** Stopped from outside; nothing half-written is left behind. */
    ABORTED(130);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
