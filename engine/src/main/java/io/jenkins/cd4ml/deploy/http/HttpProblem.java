package io.jenkins.cd4ml.deploy.http;

/** A request that cannot be answered as asked: a status and one sentence that says why and what would be right. */
public final class HttpProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public HttpProblem(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
