package io.jenkins.cd4ml.deploy.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Memory that requests in flight may take together. What does not fit is refused with 503 before it is held, so that no number of large or
 * slow requests ends the process for want of memory.
 */
public final class ByteBudget {
    /** Permits are of so many bytes each. */
    private static final int UNIT = 1024;

    private final int total;
    private final Semaphore free;

    /** Of so many bytes. */
    public ByteBudget(long bytes) {
        this.total = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / UNIT));
        this.free = new Semaphore(total);
    }

    /** A share of this JVM's largest heap, in percent. */
    public static ByteBudget ofHeap(int percent) {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / 100 * percent);
    }

    /** Begins without anything. */
    public Held none() {
        return new Held();
    }

    /** What one request holds; closing gives it back. Of one thread. */
    public final class Held implements AutoCloseable {
        private int units;

        private Held() {}

        /** Takes more at once; 503 where it is not to be had. */
        public void more(long bytes) throws HttpProblem {
            int wanted = units(bytes);
            if (!free.tryAcquire(wanted)) {
                throw busy();
            }
            units += wanted;
        }

        /** Waits a while for more; 503 where it is not to be had. What is larger than the whole budget waits for all of it. */
        public void await(long bytes, long millis) throws HttpProblem, InterruptedException {
            int wanted = Math.min(total - units, units(bytes));
            if (!free.tryAcquire(wanted, millis, TimeUnit.MILLISECONDS)) {
                throw busy();
            }
            units += wanted;
        }

        /** Gives back what is beyond so many bytes. */
        public void keep(long bytes) {
            int kept = Math.min(units, units(bytes));
            free.release(units - kept);
            units = kept;
        }

        @Override
        public void close() {
            free.release(units);
            units = 0;
        }

        private int units(long bytes) {
            return (int) Math.min(total, (bytes + UNIT - 1) / UNIT);
        }
    }

    private static HttpProblem busy() {
        return HttpProblem.busy("the requests in flight are as large as the memory allows: try again", 1);
    }
}
