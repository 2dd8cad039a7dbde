package io.jenkins.cd4ml.protocol.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class RegistryStateTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final BuildReference BUILD = new BuildReference("weather", 7);

    private final List<HistoryEntry> entries = new ArrayList<>();

    @Test
    public void anEmptyHistoryKnowsNothing() {
        assertEquals(RegistryState.EMPTY, RegistryState.of(List.of()));
        assertNull(RegistryState.EMPTY.version("production"));
        assertEquals(List.of(), RegistryState.tenures(List.of(), "production"));
    }

    @Test
    public void aFoldInStepsIsTheFoldOfAll() {
        register(1);
        register(2);
        move(Action.PROMOTE, null, 1);
        move(Action.PROMOTE, 1, 2);
        note(Action.APPROVE, 2);
        RegistryState steps = RegistryState.EMPTY;
        for (HistoryEntry entry : entries) {
            steps = steps.after(List.of(entry));
        }
        assertEquals(RegistryState.of(entries), steps);
        assertEquals(Set.of(1, 2), steps.versions().keySet());
        assertEquals(Integer.valueOf(2), steps.version("production"));
        assertEquals(START.plusSeconds(3), steps.aliases().get("production").since());
        assertEquals(BUILD, steps.withDigest("sha256:2").orElseThrow().build());
    }

    @Test
    public void rollingBackTakesAwayWhatFailed() {
        move(Action.PROMOTE, null, 1);
        move(Action.PROMOTE, 1, 2);
        move(Action.PROMOTE, 2, 3);
        move(Action.ROLLBACK, 3, 2);
        Standing standing = RegistryState.of(entries).aliases().get("production");
        assertEquals(List.of(2, 1), standing.trail());
        assertEquals(Integer.valueOf(1), standing.previous());
        move(Action.PROMOTE, 2, 4);
        assertEquals(
                List.of(4, 2, 1),
                RegistryState.of(entries).aliases().get("production").trail());
    }

    @Test
    public void approvalsHoldUntilTheyAreWithdrawnRejectedOrRolledBack() {
        register(1);
        note(Action.APPROVE, 1);
        RegistryState approved = RegistryState.of(entries);
        assertTrue(approved.isApproved(1, "production"));
        assertFalse(approved.isApproved(1, "staging"));
        note(Action.WITHDRAW, 1);
        assertFalse(RegistryState.of(entries).isApproved(1, "production"));
        note(Action.APPROVE, 1);
        note(Action.REJECT, 1);
        assertFalse("a canary ended it", RegistryState.of(entries).isApproved(1, "production"));
        note(Action.APPROVE, 1);
        note(Action.APPROVE, 2);
        move(Action.PROMOTE, null, 1);
        move(Action.PROMOTE, 1, 2);
        move(Action.ROLLBACK, 2, 1);
        RegistryState back = RegistryState.of(entries);
        assertFalse("what was rolled back needs another one", back.isApproved(2, "production"));
        assertTrue("what took its place keeps its own", back.isApproved(1, "production"));
    }

    @Test
    public void deletedVersionsAreGoneAndTheirNumbersUsedUp() {
        register(1);
        register(2);
        move(Action.PROMOTE, null, 1);
        move(Action.PROMOTE, 1, 2);
        entries.add(HistoryEntry.noted(now(), "amy", Action.DELETE, 1, null, "old", null));
        RegistryState state = RegistryState.of(entries);
        assertEquals(Set.of(2), state.versions().keySet());
        assertNull(state.aliases().get("production").previous());
        entries.add(HistoryEntry.noted(now(), "amy", Action.DELETE, 2, null, "old", null));
        state = RegistryState.of(entries);
        assertEquals(2, state.lastVersion());
        assertNull(state.version("production"));
    }

    @Test
    public void knowsWhoServedWhen() {
        move(Action.PROMOTE, null, 1);
        move(Action.PROMOTE, 1, 2);
        note(Action.REJECT, 3);
        move(Action.ROLLBACK, 2, 1);
        List<Tenure> tenures = RegistryState.tenures(entries, "production");
        assertEquals(List.of(1, 2, 1), tenures.stream().map(Tenure::version).toList());
        assertNull(tenures.get(2).until());
        assertEquals(0, serving(-1));
        assertEquals("its first moment counts", 1, serving(0));
        assertEquals("its last does not", 2, serving(1));
        assertEquals(2, serving(2));
        assertEquals(1, serving(1000));
        assertEquals(List.of(), RegistryState.tenures(entries, "staging"));
    }

    private int serving(long second) {
        return RegistryState.at(entries, "production", START.plusSeconds(second))
                .map(Tenure::version)
                .orElse(0);
    }

    private Instant now() {
        return START.plusSeconds(entries.size());
    }

    private void register(int version) {
        entries.add(HistoryEntry.registered(now(), "amy", version, "sha256:" + version, null, BUILD));
    }

    private void move(Action action, Integer from, int to) {
        entries.add(HistoryEntry.moved(now(), "amy", action, "production", from, to, null, BUILD));
    }

    private void note(Action action, int version) {
        entries.add(HistoryEntry.noted(now(), "amy", action, version, "production", null, null));
    }
}
