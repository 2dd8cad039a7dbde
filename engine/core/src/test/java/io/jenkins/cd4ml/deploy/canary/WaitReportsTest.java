package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class WaitReportsTest {
    private final RecordedEvents events = new RecordedEvents();
    private final AtomicLong now = new AtomicLong(5);

    private static Check check(String name, Outcome outcome) {
        return new Check(name, "canary", outcome, null, null, null, null, null, null, null, "");
    }

    private void seconds(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    public void aWaitingStepIsReportedEveryHalfMinuteWithTheChecksSoFar() {
        WaitReports reports = new WaitReports(events, 50, true, now::get);
        reports.waiting(3, 100, "requests of the candidate");
        seconds(29);
        reports.waiting(24, 100, "requests of the candidate");
        assertEquals(List.of(), events.messages);
        seconds(1);
        reports.waiting(25, 100, "requests of the candidate");
        reports.looked(
                25,
                List.of(check("50 %: error increase", Outcome.INCONCLUSIVE), check("50 %: accuracy", Outcome.PASSED)));
        seconds(31);
        reports.waiting(120, 100, "labelled rows");
        assertEquals(
                List.of(
                        "50 %: 25 of 100 requests of the candidate after 30 s",
                        "50 %: looked after 25 requests of the candidate; error increase not shown, accuracy passed",
                        "50 %: 120 of 100 labelled rows after 61 s; error increase not shown, accuracy passed"),
                events.messages);
        assertEquals("3/100 requests of the candidate at 50 %", events.progress.get(0));
        assertEquals("100/100 labelled rows at 50 %", events.progress.get(3));
    }

    @Test
    public void aRehearsalReportsProgressAlone() {
        WaitReports reports = new WaitReports(events, 10, false, now::get);
        seconds(40);
        reports.waiting(1, 2, "requests of the candidate");
        reports.looked(1, List.of(check("10 %: accuracy", Outcome.SKIPPED)));
        assertEquals(List.of(), events.messages);
        assertEquals(List.of("1/2 requests of the candidate at 10 %"), events.progress);
    }
}
