package io.jenkins.cd4ml.deploy.http;

/** A request that cannot be answered as asked: a status and one sentence that says why and what would be right. */
public final class HttpProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int retryAfterSeconds;

    public HttpProblem(int status, String sentence) {
        this(status, sentence, 0);
    }

    private HttpProblem(int status, String sentence, int retryAfterSeconds) {
        super(sentence);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** 503 for now: the same request is worth another try after so many seconds, which {@code Retry-After} tells. */
    public static HttpProblem busy(String sentence, int retryAfterSeconds) {
        return new HttpProblem(503, sentence, retryAfterSeconds);
    }

    public int status() {
        return status;
    }

    /** 0: nothing is said of another try. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
