package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.stage.Cancellation;

/** The memory that processes side by side share: who needs more than is left waits until another one has ended. */
final class MemoryRoom {
    private static final long MILLISECONDS_BETWEEN_CHECKS = 200;

    private final long bytes;
    private long taken;
    private int inside;

    MemoryRoom(long bytes) {
        this.bytes = bytes;
    }

    /** Given back when it is closed. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for that much; whoever is alone gets what he asks for. */
    synchronized Place take(long wanted, Cancellation cancellation) throws InterruptedException {
        while (inside > 0 && taken + wanted > bytes) {
            cancellation.check();
            wait(MILLISECONDS_BETWEEN_CHECKS);
        }
        inside++;
        taken += wanted;
        return () -> giveBack(wanted);
    }

    private synchronized void giveBack(long wanted) {
        inside--;
        taken -= wanted;
        notifyAll();
    }
}
