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
import java.io.Closeable;
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
    private final Registry alias = new Registry();
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
                alias,
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
                assertThrows(HttpProblem.class, () -> rollout.promote(canary, null))
                        .status());
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
        assertThrows(IOException.class, () -> rollout.promote(canary, null));
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
        rollout.promote(rollout.canary(version("2"), "X-Key"), null);
        assertEquals(List.of("1"), retired);
        journal.close();
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("2", recovered.routes().champion().version().version());
        }
    }

    @Test
    public void promotionThatTheRegistryHeardOfSurvivesADeathInTheMiddleOfIt() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        rollout.weight(canary, 100);
        // The registry is told; then the disk is full, or the router killed.
        alias.afterwards = journal::close;
        rollout.promote(canary, "it passed");
        assertEquals("2", alias.champion);
        assertEquals("2", rollout.routes().champion().version().version());
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            assertEquals("promoting", again.last().orElseThrow().event());
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("2", recovered.routes().champion().version().version());
            assertEquals("promoted", recovered.ending().outcome());
            recovered.promote(canary, "told once more by a driver that did not hear the answer");
            assertEquals("promoted", again.last().orElseThrow().event());
        }
    }

    @Test
    public void promotionThatTheRegistryNeverHeardOfDidNotHappen() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        alias.refuses = true;
        assertThrows(IOException.class, () -> rollout.promote(canary, "it passed"));
        assertEquals("1", rollout.routes().champion().version().version());
        assertTrue("the canary goes on", rollout.routes().isCanary());
        journal.close();
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            assertEquals("promoting", again.last().orElseThrow().event());
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("1", recovered.routes().champion().version().version());
            assertNull(recovered.routes().candidate());
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

    /** A registry that can break at each moment of a promotion. */
    private static final class Registry implements ChampionAlias {
        private String champion;
        private boolean refuses;
        private Closeable afterwards = () -> {};

        @Override
        public void set(ServedVersion version, String reason) throws IOException {
            if (refuses) {
                throw new IOException("no disk");
            }
            champion = version.version();
            afterwards.close();
        }

        @Override
        public boolean is(ServedVersion version) {
            return version.version().equals(champion);
        }
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
