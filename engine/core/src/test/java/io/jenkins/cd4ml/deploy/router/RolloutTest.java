package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.Test;

/** The state machine, with servers that are nothing but this process' name. */
public class RolloutTest extends RolloutFixture {
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
    public void promotionThatTheRegistryHeardOfSurvivesADeathInTheMiddleOfIt() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        rollout.weight(canary, 100);
        // The registry is told; then the disk is full, or the router killed.
        alias.afterwards = journal::close;
        rollout.promote(canary, Action.PROMOTE, "it passed", 1);
        assertEquals("2", alias.champion);
        assertEquals("2", rollout.routes().champion().version().version());
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            assertEquals("promoting", again.last().orElseThrow().event());
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("2", recovered.routes().champion().version().version());
            assertEquals("promoted", recovered.ending().outcome());
            recovered.promote(canary, Action.PROMOTE, "told once more by a driver that did not hear the answer", 1);
            assertEquals("promoted", again.last().orElseThrow().event());
        }
    }

    @Test
    public void promotionThatTheRegistryNeverHeardOfDidNotHappen() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        alias.refuses = true;
        assertThrows(IOException.class, () -> rollout.promote(canary, Action.PROMOTE, "it passed", 1));
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

    /** A rollback is a canary of an earlier version that goes nowhere before it is all over. */
    @Test
    public void rollbackThatStopsInTheMiddleLeavesOneTruth() throws Exception {
        alias.champion = "2";
        rollout.champion(version("2"), "first");
        String dead = rollout.canary(version("1"), "X-Key");
        seconds(6);
        assertEquals(
                "its driver died", "2", rollout.routes().champion().version().version());
        rollout.endExpired();

        String canary = rollout.canary(version("1"), "X-Key");
        assertEquals(
                409,
                assertThrows(HttpProblem.class, () -> rollout.promote(dead, Action.ROLLBACK, "a mistake", 1))
                        .status());
        alias.refuses = true;
        assertThrows(IOException.class, () -> rollout.promote(canary, Action.ROLLBACK, "a mistake", 1));
        journal.close();
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("the registry never heard of it", "2", serving(recovered));

            String once = recovered.canary(version("1"), "X-Key");
            alias.refuses = false;
            alias.afterwards = again::close;
            recovered.promote(once, Action.ROLLBACK, "a mistake", 1);
            assertEquals("1", alias.champion);
            assertEquals(Action.ROLLBACK, alias.action);
        }
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            assertEquals("promoting", again.last().orElseThrow().event());
            Rollout recovered = rollout(again);
            recovered.recover();
            assertEquals("the registry has heard of it", "1", serving(recovered));
        }
    }

    private static String serving(Rollout rollout) {
        assertNull(rollout.routes().candidate());
        return rollout.routes().champion().version().version();
    }

    @Test
    public void whatWasGivenUpWhileAnotherWriterHeldTheRegistryDoesNotHappen() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        alias.waiting = () -> rollout.rollBack(canary, "the driver gave up");
        HttpProblem late =
                assertThrows(HttpProblem.class, () -> rollout.promote(canary, Action.PROMOTE, "it passed", 1));
        assertEquals(409, late.status());
        assertNull("nothing was written", alias.champion);
        assertEquals("1", rollout.routes().champion().version().version());
        assertEquals(List.of("2"), retired);
    }

    @Test
    public void aLeaseThatEndsWhileAnotherWriterHoldsTheRegistryEndsThePromotion() throws Exception {
        rollout.champion(version("1"), "first");
        String canary = rollout.canary(version("2"), "X-Key");
        alias.waiting = () -> seconds(6);
        assertEquals(
                409,
                assertThrows(HttpProblem.class, () -> rollout.promote(canary, Action.ROLLBACK, "a mistake", 1))
                        .status());
        assertNull(alias.champion);
        assertEquals("1", rollout.routes().champion().version().version());
    }
}
