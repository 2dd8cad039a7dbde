package io.jenkins.cd4ml.config;

/**
 * {@code deploy.batch:} how a model server joins requests that come at the same time into one run of the model.
 *
 * @param rows most rows in one run; 1: each request runs on its own
 * @param waitMillis how long a run that could begin waits for requests that are being read at that moment; where there are
 *     none it does not wait
 * @param queue most requests that wait or run; one more is answered with 503
 */
public record BatchSettings(Integer rows, Integer waitMillis, Integer queue) {
    public static final BatchSettings DEFAULT = new BatchSettings(null, null, null);

    public BatchSettings {
        rows = Defaults.of(rows, 64);
        waitMillis = Defaults.of(waitMillis, 1);
        queue = Defaults.of(queue, 128);
    }
}
