package io.jenkins.cd4ml.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalLedgerTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void entriesComeBackInOrderBeforeAnythingIsRegistered() throws Exception {
        LocalLedger ledger = LocalLedger.open(home(), "weather");
        assertEquals(List.of(), ledger.entries());
        assertEquals(List.of(), ledger.append(entry("r1")));
        assertEquals(List.of(entry("r1")), ledger.append(entry("r2")));
        assertEquals(List.of(entry("r1"), entry("r2")), ledger.entries());
        LocalLedger other = LocalLedger.open(home(), "other");
        assertEquals(List.of(), other.entries());
        assertEquals(List.of(entry("r1"), entry("r2")), other.ofOtherModels());
        assertEquals(List.of(), ledger.ofOtherModels());
        assertEquals(List.of(), LocalRegistry.open(home()).list());
    }

    @Test
    public void theOtherModelsAreInTheOrderOfTheirTimes() throws Exception {
        assertEquals(List.of(), LocalLedger.open(home(), "weather").ofOtherModels());
        LedgerEntry early = entry("r1", Instant.EPOCH);
        LedgerEntry between = entry("r2", Instant.EPOCH.plusSeconds(1));
        LedgerEntry late = entry("r3", Instant.EPOCH.plusSeconds(2));
        LocalLedger.open(home(), "a").append(early);
        LocalLedger.open(home(), "a").append(late);
        LocalLedger.open(home(), "b").append(between);
        LocalLedger.open(home(), "weather").append(entry("r4"));
        assertEquals(
                List.of(early, between, late),
                LocalLedger.open(home(), "weather").ofOtherModels());
    }

    @Test
    public void aTornLineNeverHappened() throws Exception {
        LocalLedger ledger = LocalLedger.open(home(), "weather");
        ledger.append(entry("r1"));
        Path file = home().resolve("registry/weather/judgements.jsonl");
        Files.writeString(file, "{\"at\":\"1970-", StandardOpenOption.APPEND);
        assertEquals(List.of(entry("r1")), ledger.entries());
        ledger.append(entry("r2"));
        assertEquals(List.of(entry("r1"), entry("r2")), ledger.entries());
    }

    @Test
    public void aDamagedLineIsNamed() throws Exception {
        LocalLedger ledger = LocalLedger.open(home(), "weather");
        ledger.append(entry("r1"));
        Path file = home().resolve("registry/weather/judgements.jsonl");
        Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
        InputException refused = assertThrows(InputException.class, ledger::entries);
        assertEquals(
                file + ":2: damaged, and without it the use of test rows cannot be counted: restore the file",
                refused.getMessage());
        assertThrows(InputException.class, () -> ledger.append(entry("r2")));
    }

    @Test
    public void ofTwoAtTheSameTimeOneSeesTheOther() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> judgements = IntStream.range(0, 12)
                    .mapToObj(i -> (Callable<Integer>) () -> LocalLedger.open(home(), "weather")
                            .append(entry("r" + i))
                            .size())
                    .toList();
            TreeSet<Integer> before = new TreeSet<>();
            for (Future<Integer> seen : pool.invokeAll(judgements)) {
                before.add(seen.get());
            }
            assertEquals(12, before.size());
            assertTrue(before.contains(11));
        } finally {
            pool.shutdown();
        }
    }

    private Path home() {
        return folder.getRoot().toPath().toAbsolutePath().resolve(".cd4ml");
    }

    private static LedgerEntry entry(String run) {
        return entry(run, Instant.EPOCH);
    }

    private static LedgerEntry entry(String run, Instant at) {
        return new LedgerEntry(
                at, run, "sha256:m", "sha256:d", "sha256:g", Verdict.FAILED, 300, "sketch", List.of("split.seed"));
    }
}
