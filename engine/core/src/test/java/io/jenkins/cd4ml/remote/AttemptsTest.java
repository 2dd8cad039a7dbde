package io.jenkins.cd4ml.remote;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

/** Attempts that are ended while something is under way have the time to take it back. */
public class AttemptsTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger takenBack = new AtomicInteger();

    @Test
    public void aStopWaitsUntilItIsTakenBack() {
        Attempts attempts = attempts(() -> begun.getCount() == 0, Duration.ofSeconds(60));
        assertThrows(CancellationException.class, () -> attempts.run(this::begin));
        assertEquals(1, takenBack.get());
    }

    @Test
    public void soDoesAConnectionThatIsGivenUp() {
        Attempts attempts = attempts(Cancellation.NEVER, Duration.ofMillis(60));
        String message = assertThrows(InputException.class, () -> attempts.run(this::begin))
                .getMessage();
        assertTrue(message, message.endsWith("tried 4 times"));
        assertEquals(4, takenBack.get());
    }

    private static Attempts attempts(Cancellation cancellation, Duration stall) {
        return new Attempts("s3://x", cancellation, EventSink.SILENT, new RetryTimes(stall, Duration.ofMillis(1)));
    }

    /** Nothing moves until it is interrupted; then some requests are needed, which take their time. */
    private Void begin(Transfer transfer) throws InterruptedException {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.sleep(200);
            takenBack.incrementAndGet();
            throw e;
        }
        return null;
    }

    /** A byte in a window of 100 ms, where 102 are asked for. */
    @Test
    public void aConnectionThatDripsIsGivenUp() {
        Attempts attempts = attempts(Cancellation.NEVER, Duration.ofMillis(100));
        String message = assertThrows(InputException.class, () -> attempts.run(AttemptsTest::drip))
                .getMessage();
        assertTrue(message, message.contains("bytes in 0 s, fewer than 1024 a second; tried 4 times"));
    }

    private static Void drip(Transfer transfer) throws java.io.IOException, InterruptedException {
        java.io.OutputStream out = transfer.counting(java.io.OutputStream.nullOutputStream());
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(5, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            out.write(new byte[1], 0, 1);
        }
        return null;
    }

    @Test
    public void anObjectThatIsLargerThanItCanBeIsNotStored() throws Exception {
        java.nio.file.Path folder = java.nio.file.Files.createTempDirectory("cd4ml-bounded");
        java.util.concurrent.atomic.AtomicLong sent = new java.util.concurrent.atomic.AtomicLong();
        RemoteObjects endless = new RemoteObjects() {
            @Override
            public java.util.OptionalLong size(String sha256) {
                return java.util.OptionalLong.of(10);
            }

            @Override
            public boolean put(String sha256, java.nio.file.Path object, Transfer transfer) {
                return true;
            }

            @Override
            public boolean get(String sha256, java.io.OutputStream to, Transfer transfer) throws java.io.IOException {
                while (true) {
                    to.write(new byte[1000], 0, 1000);
                    sent.addAndGet(1000);
                }
            }
        };
        Attempts attempts = attempts(Cancellation.NEVER, Duration.ofSeconds(60));
        io.jenkins.cd4ml.store.ObjectStore store =
                io.jenkins.cd4ml.store.ObjectStore.open(folder, new CheckedStore("s3://x", endless, attempts));
        String message = assertThrows(InputException.class, () -> store.get("ab".repeat(32), 2500))
                .getMessage();
        assertTrue(message, message.contains("than the 2500 bytes that it can have"));
        assertEquals(2000, sent.get());
        io.jenkins.cd4ml.store.Removal.of(folder);
    }
}
