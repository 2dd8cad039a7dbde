package io.jenkins.cd4ml.protocol.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;

public class ChampionChainTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    public void differencesAddUpAlongTheChampions() {
        Map<Integer, ChampionComparison> comparisons = Map.of(
                1, against(9, of("accuracy", 9.0)),
                2, against(1, of("accuracy", 0.05)),
                3, against(2, of("accuracy", -0.01)),
                4, against(3, of("f1_macro", 0.5)));
        ChampionChain chain =
                ChampionChain.of(history(1, 2, 3, 4), "production", comparisons::get, version -> version != 2);
        Map<Integer, Double> gains = chain.gains("accuracy", null, true);
        assertEquals(List.of(1, 2, 3, 4), List.copyOf(gains.keySet()));
        assertEquals("the first one is where the sums begin", 0, gains.get(1), 0);
        assertEquals(0.05, gains.get(2), 1e-12);
        assertEquals(0.04, gains.get(3), 1e-12);
        assertEquals("another metric says nothing", 0.04, gains.get(4), 1e-12);
        assertEquals("version 2 was deleted, of equal ones the earliest", 3, (int) chain.best("accuracy", null, true));
        assertEquals(4, (int) chain.best("f1_macro", null, true));
        assertEquals("nothing was measured", 1, (int) chain.best("recall", "rain", true));
        assertEquals(Set.of(3, 1), chain.bestIn("accuracy"::equals));
        assertEquals(Set.of(3, 4, 1), chain.bestIn(metric -> true));
        assertEquals(Set.of(1), chain.bestIn("log_loss"::equals));
    }

    @Test
    public void lessIsBetterForLossesAndEachClassHasItsOwn() {
        ChampionChain chain = new ChampionChain(List.of(
                new EarlierChampion(1, null, null, false),
                new EarlierChampion(
                        2,
                        1,
                        against(
                                1,
                                new Difference("log_loss", null, 0.2, 0.5, -0.3, null, false),
                                new Difference("recall", "malignant", 0.6, 0.8, -0.2, null, true),
                                new Difference("recall", "benign", 0.9, 0.8, 0.1, null, true)),
                        false)));
        assertEquals(2, (int) chain.best("log_loss", null, false));
        assertEquals(1, (int) chain.best("recall", "malignant", true));
        assertEquals(2, (int) chain.best("recall", "benign", true));
        assertEquals(1, (int) chain.best("recall", null, true));
        assertEquals(Set.of(1, 2), chain.bestIn("recall"::equals));
        assertEquals(Set.of(2, 1), chain.bestIn("log_loss"::equals));
        assertEquals(
                List.of("log_loss"),
                chain.of("log_loss"::equals).champions().get(1).differences().stream()
                        .map(Difference::metric)
                        .toList());
    }

    @Test
    public void withoutChampionsNothingIsTheBest() {
        assertNull(ChampionChain.NONE.best("accuracy", null, true));
        assertEquals(Set.of(), ChampionChain.NONE.bestIn(metric -> true));
        ChampionChain gone = new ChampionChain(List.of(new EarlierChampion(1, null, null, true)));
        assertNull(gone.best("accuracy", null, true));
        assertEquals(Set.of(), gone.bestIn(metric -> true));
    }

    /** What a request carries is what was found, without paths of other machines; a chain without end is cut. */
    @Test
    public void aRequestCarriesTheNewestThousand() throws Exception {
        int[] versions = IntStream.rangeClosed(1, 1500).toArray();
        ChampionChain chain = ChampionChain.of(
                history(versions),
                "production",
                version -> against(version - 1, of("accuracy", -0.001), of("f1_macro", -0.002)),
                version -> true);
        assertEquals(1000, chain.champions().size());
        assertEquals(501, chain.champions().get(0).version());
        assertEquals(501, (int) chain.best("accuracy", null, true));
        assertEquals(-0.999, chain.gains("accuracy", null, true).get(1500), 1e-9);
        ChampionChain sent = chain.of("accuracy"::equals);
        StageRequest request = StageRequest.of(Stage.VALIDATE_MODEL, "r", "/p")
                .champions(sent.champions())
                .build();
        assertEquals(
                sent.champions(), Protocol.readRequest(Protocol.write(request)).champions());
        assertNull(sent.champions().get(9).comparison().champion().path());
        assertEquals(
                chain.gains("accuracy", null, true), new ChampionChain(sent.champions()).gains("accuracy", null, true));
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

    private static ChampionComparison against(int version, Difference... differences) {
        return new ChampionComparison(
                new ModelReference("m", version, "sha256:x", "/elsewhere"), 300, 0, null, List.of(differences));
    }

    private static Difference of(String metric, double value) {
        return new Difference(metric, null, 0.8 + value, 0.8, value, null, true);
    }
}
