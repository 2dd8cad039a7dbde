package io.jenkins.cd4ml.deploy.http;

/** A request that cannot be answered as asked: a status and one sentence that says why and what would be right. */
public final class HttpProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int retryAfterSeconds;
    private final String allowed;
    private final String challenge;

    public HttpProblem(int status, String sentence) {
        this(status, sentence, 0, null, null);
    }

    private HttpProblem(int status, String sentence, int retryAfterSeconds, String allowed, String challenge) {
        super(sentence);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
        this.allowed = allowed;
        this.challenge = challenge;
    }

    /** 503 for now: the same request is worth another try after so many seconds, which {@code Retry-After} tells. */
    public static HttpProblem busy(String sentence, int retryAfterSeconds) {
        return new HttpProblem(503, sentence, retryAfterSeconds, null, null);
    }

    /** 405, with the methods that are right, which {@code Allow} names. */
    static HttpProblem notAllowed(String sentence, String allowed) {
        return new HttpProblem(405, sentence, 0, allowed, null);
    }

    /** 401, with what the caller must send, which {@code WWW-Authenticate} names. */
    public static HttpProblem unauthorized(String sentence, String challenge) {
        return new HttpProblem(401, sentence, 0, null, challenge);
    }

    public int status() {
        return status;
    }

    /** Methods for {@code Allow}; null: nothing is said of them. */
    String allowed() {
        return allowed;
    }

    /** For {@code WWW-Authenticate}; null: nothing is asked for. */
    String challenge() {
        return challenge;
    }

    /** 0: nothing is said of another try. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
