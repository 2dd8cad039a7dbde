package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The state machine, with servers that are nothing but this process' name. */
public class RolloutTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final AtomicLong now = new AtomicLong();
    private final List<String> retired = new ArrayList<>();
    private ServingFolder folder;
    private Journal journal;
    private Rollout rollout;

    @Before
    public void begin() throws Exception {
        folder = ServingFolder.of(temporary.getRoot().toPath(), "production").create();
        journal = Journal.open(folder.journal(), Clock.systemUTC());
        rollout = rollout(journal);
    }

    private Rollout rollout(Journal journal) {
        return new Rollout(
                journal,
                new Servers(folder, new Named()),
                new Lease(Duration.ofSeconds(5), now::get),
                Clock.systemUTC(),
                server -> retired.add(server.version().version()));
    }

    private static ServedVersion version(String version) {
        return new ServedVersion("weather", version, "sha256:" + version, "/p", "64m");
    }

    private void seconds(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    public void endOfTheLeaseNeedsNobodyToNotice() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        rollout.weight(canary, 50);
        seconds(5);
        rollout.renew(canary);
        seconds(5);
        assertTrue(rollout.routes().isCanary());
        seconds(1);
        assertNull(rollout.routes().candidate());
        assertTrue("nobody has noticed", retired.isEmpty());
        HttpProblem late = assertThrows(HttpProblem.class, () -> rollout.renew(canary));
        assertEquals(409, late.status());
        assertTrue(late.getMessage(), late.getMessage().endsWith("the driver did not renew the lease for 5.0 s"));
        assertEquals(List.of("2"), retired);
        assertEquals(
                409,
                assertThrows(HttpProblem.class, () -> rollout.promote(canary)).status());
        assertEquals("1", rollout.routes().champion().version().version());
    }

    @Test
    public void journalThatCannotBeWrittenStopsNoRollback() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        rollout.weight(canary, 10);
        journal.close();
        assertThrows(IOException.class, () -> rollout.weight(canary, 50));
        assertEquals(10, rollout.routes().split().weight());
        assertThrows(IOException.class, () -> rollout.promote(canary));
        assertEquals("1", rollout.routes().champion().version().version());
        rollout.rollBack(canary, "no disk");
        assertNull(rollout.routes().candidate());
        assertEquals("no disk", rollout.ending().reason());
        assertThrows(IOException.class, () -> rollout.canary(version("3"), "X-Key"));
        assertEquals("what was started for nothing ends", List.of("2", "3"), retired);
    }

    @Test
    public void recoveryGivesAllToTheChampion() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        rollout.weight(canary, 100);
        journal.close();
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("1", recovered.routes().champion().version().version());
            assertNull(recovered.routes().candidate());
            assertEquals(List.of("2"), retired);
            assertEquals(canary, recovered.ending().canary());
        }
    }

    @Test
    public void promotionSurvivesTheRouter() throws Exception {
        rollout.champion(version("1"), "first");
        rollout.promote(rollout.canary(version("2"), "X-Key"));
        assertEquals(List.of("1"), retired);
        journal.close();
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("2", recovered.routes().champion().version().version());
        }
    }

    @Test
    public void oneCanaryAtATimeAndWeightsArePercentages() throws Exception {
        String canary = rollout.canary(version("1"), "X-Key");
        assertEquals(
                409,
                assertThrows(HttpProblem.class, () -> rollout.canary(version("2"), "k"))
                        .status());
        assertEquals(
                409,
                assertThrows(HttpProblem.class, () -> rollout.champion(version("2"), "k"))
                        .status());
        assertEquals(
                400,
                assertThrows(HttpProblem.class, () -> rollout.weight(canary, 101))
                        .status());
        assertEquals(
                400,
                assertThrows(HttpProblem.class, () -> rollout.weight(canary, -1))
                        .status());
        assertEquals(
                409,
                assertThrows(HttpProblem.class, () -> rollout.weight("other", 1))
                        .status());
        rollout.rollBack("other", "not mine");
        assertTrue(rollout.routes().isCanary());
    }

    /** "Starts" a server by announcing this process. */
    private static final class Named implements Launcher {
        @Override
        public ProcessIdentity server(ServingFolder folder, String id, ServedVersion version) throws IOException {
            Announcement.started().serving("http://127.0.0.1:1").write(folder.server(id));
            return ProcessIdentity.current();
        }

        @Override
        public ProcessIdentity router(ServingFolder folder) {
            throw new AssertionError("nobody needs a router here");
        }
    }
}
