package io.jenkins.cd4ml.deploy.router;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that are being answered, by server: one that retires answers its last request first. */
final class InFlight {
    private final ConcurrentHashMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** Counts a request; whoever gets the count takes it down again. */
    AtomicInteger begin(String server) {
        AtomicInteger count = counts.computeIfAbsent(server, id -> new AtomicInteger());
        count.incrementAndGet();
        return count;
    }

    /** Waits until that server answers nothing more, at most that long. */
    void drain(String server, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        AtomicInteger count = counts.computeIfAbsent(server, id -> new AtomicInteger());
        while (count.get() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        counts.remove(server, count);
    }
}
