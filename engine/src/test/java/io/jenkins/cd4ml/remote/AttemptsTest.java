package io.jenkins.cd4ml.remote;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.Attempts.Patience;
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
        return new Attempts("s3://x", cancellation, EventSink.SILENT, new Patience(stall, Duration.ofMillis(1)));
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
}
