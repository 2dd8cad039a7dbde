package io.jenkins.cd4ml.deploy.server;

/**
 * What one server takes on.
 *
 * @param bodyBytes longest body of a request; more is answered with 413
 * @param rows most rows of a request; more is answered with 413
 * @param concurrent inferences at a time; more are answered with 503
 */
public record ServerLimits(int bodyBytes, int rows, int concurrent) {
    public static final ServerLimits DEFAULT = new ServerLimits(4 * 1024 * 1024, 10_000, 32);
}
