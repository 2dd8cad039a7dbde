package io.jenkins.cd4ml.config;

/**
 * {@code deploy.requestLog:} which requests a model server writes down, and how much of the disk they and the labels may have.
 *
 * @param share of the requests, chosen by their ids: the same request is in or out wherever it is looked at
 * @param fileMegabytes a new file begins after so many
 * @param fileHours a new file begins after so many
 * @param totalMegabytes the oldest files are removed beyond so many
 * @param days the oldest files are removed after so many
 */
public record RequestLogSettings(
        Double share, Integer fileMegabytes, Integer fileHours, Integer totalMegabytes, Integer days) {
    public static final RequestLogSettings DEFAULT = new RequestLogSettings(null, null, null, null, null);

    public RequestLogSettings {
        share = Defaults.of(share, 1.0);
        fileMegabytes = Defaults.of(fileMegabytes, 64);
        fileHours = Defaults.of(fileHours, 24);
        totalMegabytes = Defaults.of(totalMegabytes, 2048);
        days = Defaults.of(days, 90);
    }
}
