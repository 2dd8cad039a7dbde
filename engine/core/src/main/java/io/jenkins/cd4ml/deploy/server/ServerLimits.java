package io.jenkins.cd4ml.deploy.server;

/**
 * What one request may bring; more is answered with 413.
 *
 * @param bodyBytes longest body
 * @param rows most rows
 */
public record ServerLimits(int bodyBytes, int rows) {
    public static final ServerLimits DEFAULT = new ServerLimits(4 * 1024 * 1024, 10_000);
}
