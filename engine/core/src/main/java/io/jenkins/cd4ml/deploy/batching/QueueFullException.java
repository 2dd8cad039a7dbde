package io.jenkins.cd4ml.deploy.batching;

/** So many requests wait already that one more would only wait for nothing. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;

    QueueFullException(int queue) {
        super(queue + " requests wait already: try again in a second, or raise 'deploy.batch.queue'");
    }
}
