package io.jenkins.cd4ml.deploy.canary;

/** A row of the request log, and what the two versions answer to it as far as that is known. */
final class LoggedRow {
    private final boolean inSample;
    private byte[] body;
    private String candidate;
    private String champion;
    private String truth;

    /** {@code prediction} of the version that answered its caller; null where the log does not have it. */
    LoggedRow(boolean inSample, byte[] body, boolean ofCandidate, String prediction, String truth) {
        this.inSample = inSample;
        this.body = body;
        this.candidate = ofCandidate ? prediction : null;
        this.champion = ofCandidate ? null : prediction;
        this.truth = truth;
    }

    boolean inSample() {
        return inSample;
    }

    /** The body of a request for it. */
    byte[] body() {
        return body;
    }

    /** Both have answered. */
    void forgetBody() {
        body = null;
    }

    boolean lacks(boolean ofCandidate) {
        return (ofCandidate ? candidate : champion) == null;
    }

    void answer(boolean ofCandidate, String prediction) {
        if (ofCandidate) {
            candidate = prediction;
        } else {
            champion = prediction;
        }
    }

    /** Its label, the newest one; null: there is none yet. */
    void label(String newest) {
        truth = newest;
    }

    boolean complete() {
        return candidate != null && champion != null;
    }

    /** Whether it has a label of the right kind. */
    boolean hasTruth(boolean number) {
        if (truth == null || !number) {
            return truth != null;
        }
        try {
            return Double.isFinite(Double.parseDouble(truth));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    PairedRows.Row answers() {
        return new PairedRows.Row(candidate, champion, truth);
    }
}
