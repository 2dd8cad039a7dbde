package io.jenkins.plugins.cd4ml.execution;

import static org.junit.Assert.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class BackoffTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Backoff backoff = new Backoff(clock::get);

    @Test
    public void itIsEagerForTenSecondsThenSlowsDownAndIsEagerAgainWhenSomethingMoves() {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(9_999));
        assertEquals(250, backoff.slower());
        assertEquals(250, backoff.slower());
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertEquals(312, backoff.slower());
        assertEquals(390, backoff.slower());
        for (int i = 0; i < 30; i++) {
            backoff.slower();
        }
        assertEquals(15_000, backoff.slower());
        assertEquals(250, backoff.soon());
        assertEquals(312, backoff.slower());
    }
}
