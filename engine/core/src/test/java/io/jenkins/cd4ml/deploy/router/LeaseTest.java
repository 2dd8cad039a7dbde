package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class LeaseTest {
    @Test
    public void endsAfterItsLengthWithoutRenewal() {
        // a clock about to overflow, as System.nanoTime() may be
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
        Lease lease = new Lease(Duration.ofSeconds(5), now::get);
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertFalse(lease.expired());
        now.addAndGet(1);
        assertTrue(lease.expired());
        lease.renew();
        assertFalse(lease.expired());
    }
}
