package io.jenkins.cd4ml.protocol.registry;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.Test;

public class ChampionSumsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    public void differencesAddUpAlongTheChampions() {
        ChampionSums sums = ChampionSums.of(
                history(1, 2, 3, 4),
                "production",
                Map.of(
                        1, List.of(check("accuracy versus champion", 9.0, ">=")),
                        2, List.of(check("accuracy versus champion, margin 0.02", 0.05, ">=")),
                        3, List.of(check("accuracy versus champion, margin 0.02", -0.01, ">=")),
                        4, List.of(check("f1_macro versus champion", 0.5, ">=")))::get,
                "accuracy");
        assertEquals(List.of(1, 2, 3, 4), List.copyOf(sums.byVersion().keySet()));
        assertEquals(
                "the first one is where the sums begin", 0, sums.byVersion().get(1), 0);
        assertEquals(0.05, sums.byVersion().get(2), 1e-12);
        assertEquals(0.04, sums.byVersion().get(3), 1e-12);
        assertEquals("another metric says nothing", 0.04, sums.byVersion().get(4), 1e-12);
        assertEquals(OptionalInt.of(2), sums.best(version -> true));
        assertEquals("version 2 was deleted", OptionalInt.of(3), sums.best(version -> version != 2));
        assertEquals(OptionalInt.empty(), sums.best(version -> false));
    }

    /** A project whose only comparison is with the best one: a new best must become what is compared with. */
    @Test
    public void comparisonsWithTheBestOrAFixedVersionCountFromThatOne() {
        ChampionSums sums = ChampionSums.of(
                history(1, 2, 3, 4),
                "production",
                Map.of(
                        1, List.<Check>of(),
                        2, List.of(check("accuracy versus best, margin 0.02", 0.1, ">=")),
                        3, List.of(check("accuracy versus best, margin 0.02", -0.02, ">=")),
                        4, List.of(check("accuracy versus version 1", 0.11, ">=")))::get,
                "accuracy");
        assertEquals(0.1, sums.byVersion().get(2), 1e-12);
        assertEquals("compared with version 2", 0.08, sums.byVersion().get(3), 1e-12);
        assertEquals("compared with version 1", 0.11, sums.byVersion().get(4), 1e-12);
        assertEquals(OptionalInt.of(4), sums.best(version -> true));
    }

    @Test
    public void lessIsBetterForLossesAndEachClassHasItsOwn() {
        Map<Integer, List<Check>> checks = Map.of(
                1, List.<Check>of(),
                2,
                        List.of(
                                check("log_loss versus champion", -0.3, "<="),
                                check("recall for malignant versus champion", -0.2, ">="),
                                check("recall for benign versus champion", 0.1, ">=")));
        assertEquals(OptionalInt.of(2), of(checks, "log_loss"));
        assertEquals(OptionalInt.of(1), of(checks, "recall for malignant"));
        assertEquals(OptionalInt.of(2), of(checks, "recall for benign"));
        assertEquals("of equal ones the earliest", OptionalInt.of(1), of(checks, "recall"));
        assertEquals(
                Set.of("log_loss", "recall for malignant", "recall for benign"), ChampionSums.metrics(checks.get(2)));
    }

    private static OptionalInt of(Map<Integer, List<Check>> checks, String metric) {
        return ChampionSums.of(history(1, 2), "production", checks::get, metric).best(version -> true);
    }

    /** Promotions one after the other; another environment, whose champions do not count; and one that comes back. */
    private static List<HistoryEntry> history(int... versions) {
        List<HistoryEntry> history = new ArrayList<>();
        history.add(HistoryEntry.moved(NOW, "amy", Action.PROMOTE, "staging", null, 7, null, null));
        Integer before = null;
        for (int version : versions) {
            history.add(HistoryEntry.moved(NOW, "amy", Action.PROMOTE, "production", before, version, null, null));
            before = version;
        }
        history.add(HistoryEntry.moved(NOW, "amy", Action.ROLLBACK, "production", before, versions[0], null, null));
        return history;
    }

    private static Check check(String name, double value, String comparison) {
        return new Check(name, "gate", Outcome.PASSED, value, 0.0, comparison, null, 100L, "d", "m", "message");
    }
}
