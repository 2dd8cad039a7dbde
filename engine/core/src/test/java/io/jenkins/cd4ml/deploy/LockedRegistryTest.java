package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.LockHolder;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/** Another process, a real one, holds the registry's lock for longer than a promotion waits: what was given up does not happen later. */
public class LockedRegistryTest extends CanaryFixture {
    private static final String LOCKED = "the registry is locked by another process that holds %s for more than 2 s:"
            + " let it finish or end it, then try again";

    @Test
    public void aPromotionAndARollbackEndAndDoNotHappenLater() throws Exception {
        project.deploy("requests: 10, keepServing: true, steps: [100]");
        project.packaged("r1", 15);
        project.packaged("r2", 15.01);
        project.packaged("r3", 15.02);
        project.champion(1);
        project.champion(2);
        Path file = home().resolve("registry/cells/.lock");
        assertTrue(Files.exists(file));
        String locked = String.format(LOCKED, file);
        try (LockHolder other = new LockHolder(file)) {
            StageOutcome outcome = deploy("r3");
            assertEquals(Verdict.FAILED, outcome.verdict());
            assertEquals("Rolled back at 100 %: " + locked, outcome.summary());
            serves("2");
            assertEquals("rolled-back", status().ending().outcome());

            InputException refused = assertThrows(InputException.class, this::rollBack);
            assertEquals("nothing was rolled back: " + locked + "; try again", refused.getMessage());
            serves("2");
            assertEquals(Integer.valueOf(2), champion());
        }
        // The lock is free, and whatever still waited for it would have it before these two.
        project.registry().setAlias("cells", "other", 1, Action.ALIAS, null);
        serves("2");
        assertEquals(
                List.of(Action.ALIAS, Action.ALIAS, Action.ALIAS),
                project.registry().history("cells").stream()
                        .map(HistoryEntry::action)
                        .filter(Action::movesAlias)
                        .toList());
        Rollback.RolledBack back = rollBack();
        assertEquals(2, back.from());
        assertEquals(1, back.to());
        serves("1");
        assertEquals(Integer.valueOf(1), champion());
        List<String> journal =
                Files.readAllLines(ServingFolder.of(home(), "production").journal());
        assertEquals(
                "the router promoted once, version 1",
                1,
                journal.stream()
                        .filter(line -> line.contains("\"event\":\"promoted\""))
                        .count());
    }

    private Rollback.RolledBack rollBack() throws Exception {
        return Rollback.run(project.context("r3"), new FakeLauncher(), "a mistake");
    }

    private void serves(String version) throws Exception {
        RouterState state = status();
        assertEquals(version, state.routes().champion().version().version());
        assertNull(state.routes().candidate());
    }
}
