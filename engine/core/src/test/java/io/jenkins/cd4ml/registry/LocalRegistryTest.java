package io.jenkins.cd4ml.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.packaging.SampleRun;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalRegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final RegisteredVersion.Origin ORIGIN =
            new RegisteredVersion.Origin("run", "sha256:d", "1234567", Verdict.PASSED, List.of(), null);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private LocalRegistry registry;

    @Before
    public void open() {
        home = folder.getRoot().toPath().resolve(".cd4ml");
        registry = LocalRegistry.open(home, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    public void numbersVersionsFromOneAndKnowsAPackageAgain() throws Exception {
        assertEquals(List.of(), registry.list());
        Path first = made(1);
        assertEquals(1, registry.register("sample", first, ORIGIN));
        assertEquals(2, registry.register("sample", made(2), ORIGIN));
        assertEquals(1, registry.register("sample", first, ORIGIN));
        assertEquals(List.of("sample"), registry.list());
        List<RegisteredVersion> versions = registry.versions("sample");
        assertEquals(
                List.of(1, 2), versions.stream().map(RegisteredVersion::version).toList());
        assertEquals(NOW, versions.get(0).created());
        assertEquals(ORIGIN, versions.get(0).origin());
        ModelReference reference = registry.version("sample", 1);
        assertEquals(".cd4ml/registry/sample/versions/1/package", reference.path());
        assertEquals(PackageReader.read(first).digest(), reference.digest());
        assertEquals(
                reference.digest(),
                PackageReader.read(registry.packageFolder(reference)).digest());
    }

    @Test
    public void aliasesFollowTheHistory() throws Exception {
        for (int i = 1; i <= 3; i++) {
            registry.register("sample", made(i), ORIGIN);
        }
        assertTrue(registry.alias("sample", "production").isEmpty());
        registry.setAlias("sample", "production", 1, Action.PROMOTE, "first");
        registry.setAlias("sample", "production", 2, Action.PROMOTE, "better");
        registry.setAlias("sample", "production", 2, Action.PROMOTE, "again");
        registry.setAlias("sample", "candidate", 3, Action.ALIAS, null);
        assertEquals(
                2, (int) registry.alias("sample", "production").orElseThrow().version());
        assertEquals("{candidate=3, production=2}", registry.aliases("sample").toString());
        assertEquals(
                "{\"candidate\":3,\"production\":2}",
                new ObjectMapper()
                        .readTree(Files.readString(home.resolve("registry/sample/aliases.json")))
                        .toString());
        List<HistoryEntry> history = registry.history("sample");
        assertEquals(
                List.of(
                        Action.REGISTER,
                        Action.REGISTER,
                        Action.REGISTER,
                        Action.PROMOTE,
                        Action.PROMOTE,
                        Action.ALIAS),
                history.stream().map(HistoryEntry::action).toList());
        assertEquals(
                new HistoryEntry(
                        NOW,
                        System.getProperty("user.name"),
                        Action.PROMOTE,
                        null,
                        registry.version("sample", 2).digest(),
                        "production",
                        1,
                        2,
                        "better",
                        null),
                history.get(4));
    }

    @Test
    public void rollingBackTwiceGoesFurtherBack() throws Exception {
        for (int i = 1; i <= 4; i++) {
            registry.register("sample", made(i), ORIGIN);
        }
        assertTrue(registry.previous("sample", "production").isEmpty());
        for (int version : new int[] {1, 2, 3}) {
            registry.setAlias("sample", "production", version, Action.PROMOTE, null);
        }
        assertEquals(2, previous());
        registry.setAlias("sample", "production", 2, Action.ROLLBACK, "3 was bad");
        assertEquals("not back to the version that failed", 1, previous());
        registry.setAlias("sample", "production", 4, Action.PROMOTE, null);
        assertEquals(2, previous());
        registry.setAlias("sample", "production", 2, Action.ROLLBACK, null);
        registry.setAlias("sample", "production", 1, Action.ROLLBACK, null);
        assertTrue(registry.previous("sample", "production").isEmpty());
    }

    @Test
    public void whatACrashCutOffNeverHappened() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        registry.register("sample", made(2), ORIGIN);
        registry.setAlias("sample", "production", 1, Action.PROMOTE, null);
        Path history = home.resolve("registry/sample/history.jsonl");
        String whole = Files.readString(history);
        Files.writeString(history, "{\"time\":\"2026-11-21T12:00:00Z\",\"action\":\"promo", StandardOpenOption.APPEND);
        assertEquals(
                1, (int) registry.alias("sample", "production").orElseThrow().version());
        registry.setAlias("sample", "production", 2, Action.PROMOTE, null);
        assertEquals(
                2, (int) registry.alias("sample", "production").orElseThrow().version());
        assertTrue(Files.readString(history).startsWith(whole + "{"));
        assertEquals(4, registry.history("sample").size());

        Path versions = home.resolve("registry/sample/versions");
        Files.createDirectories(versions.resolve(".incoming-dead/package"));
        Files.writeString(versions.resolve(".incoming-dead/package/model.onnx"), "half");
        Files.createDirectories(versions.resolve("7/package"));
        assertEquals(2, registry.versions("sample").size());
        assertEquals("a number is never used again", 8, registry.register("sample", made(3), ORIGIN));
        assertFalse("what was left is cleared away", Files.exists(versions.resolve(".incoming-dead")));
    }

    @Test
    public void namesADamagedLineOrEntry() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        Path history = home.resolve("registry/sample/history.jsonl");
        String good = Files.readString(history);
        Files.writeString(history, good + "{\"action\":\"alias\",\"alias\":\"x\"}\n");
        assertRefused("history.jsonl:2: damaged", () -> registry.aliases("sample"));
        Files.writeString(history, good + "nonsense\n");
        assertRefused("history.jsonl:2: damaged", () -> registry.history("sample"));
        Files.writeString(history, good);
        Path version = home.resolve("registry/sample/versions/1/version.json");
        Files.writeString(version, Files.readString(version).replace("\"version\" : 1", "\"version\" : 2"));
        assertRefused("version.json is damaged", () -> registry.versions("sample"));
    }

    @Test
    public void refusesNamesThatAreNone() throws Exception {
        for (String name : new String[] {"", ".", "..", "../x", "a/b", "A", "a b", "x".repeat(64), "-a", null}) {
            assertRefused("is no name of a model: it must be lower-case letters", () -> registry.versions(name));
            assertRefused("is no name of an alias", () -> registry.alias("sample", name));
        }
        assertRefused("is no name of an alias", () -> registry.alias("sample", "1"));
    }

    @Test
    public void refusesWhatIsNotThere() throws Exception {
        assertRefused("no version 1 of sample: package the model first", () -> registry.version("sample", 1));
        registry.register("sample", made(1), ORIGIN);
        assertRefused("no version 5 of sample; its versions are [1]", () -> registry.version("sample", 5));
        assertRefused("no version 5 of sample", () -> {
            registry.setAlias("sample", "production", 5, Action.PROMOTE, null);
            return null;
        });
        assertRefused("holds the model sample, not other", () -> registry.register("other", made(2), ORIGIN));
        Path damaged = made(3);
        Files.writeString(damaged.resolve("model.json"), "{}");
        assertRefused("model.json is damaged", () -> registry.register("sample", damaged, ORIGIN));
        assertEquals(1, registry.versions("sample").size());
    }

    @Test
    public void threadsAndProcessesGetDifferentNumbers() throws Exception {
        int perProcess = 4;
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Registrar.class.getName(),
                    home.toString()));
            for (int j = 0; j < perProcess; j++) {
                command.add(made(100 * i + j).toString());
            }
            processes.add(new ProcessBuilder(command).inheritIO().start());
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Path made = made(1000 + i);
                work.add(() -> LocalRegistry.open(home).register("sample", made, ORIGIN));
            }
            for (Future<Integer> number : threads.invokeAll(work)) {
                assertTrue(number.get() > 0);
            }
        } finally {
            threads.shutdownNow();
        }
        for (Process process : processes) {
            assertEquals(0, process.waitFor());
        }
        assertEquals(
                IntStream.rangeClosed(1, 12).boxed().toList(),
                registry.versions("sample").stream()
                        .map(RegisteredVersion::version)
                        .toList());
        assertEquals(
                "twelve contents under twelve numbers",
                12,
                new TreeSet<>(registry.versions("sample").stream()
                                .map(RegisteredVersion::digest)
                                .toList())
                        .size());
        assertEquals(12, registry.history("sample").size());
    }

    /** Registers packages in a process of its own. */
    public static final class Registrar {
        public static void main(String[] args) throws Exception {
            for (int i = 1; i < args.length; i++) {
                LocalRegistry.open(Path.of(args[0])).register("sample", Path.of(args[i]), ORIGIN);
            }
        }
    }

    @Test
    public void leavesNothingOfAVersionThatCannotBeWritten() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        // A number that JSON does not have stands for a disk that is full.
        RegisteredVersion.Origin unwritable = new RegisteredVersion.Origin(
                "run",
                "sha256:d",
                null,
                null,
                List.of(),
                new io.jenkins.cd4ml.protocol.PackageModelDetail.Parity(1, Double.NaN, 1e-5, 0));
        assertThrows(RuntimeException.class, () -> registry.register("sample", made(2), unwritable));
        try (Stream<Path> left = Files.list(home.resolve("registry/sample/versions"))) {
            assertEquals(
                    List.of("1"),
                    left.map(path -> path.getFileName().toString()).toList());
        }
        assertEquals(1, registry.history("sample").size());
    }

    @Test
    @SuppressWarnings("try")
    public void saysWhoHoldsTheLock() throws Exception {
        Path file = home.resolve("registry/sample/.lock");
        try (RegistryLock held = RegistryLock.acquire(file, Duration.ofSeconds(5))) {
            assertRefused("the registry is locked by another process that holds " + file, () -> {
                try (RegistryLock second = RegistryLock.acquire(file, Duration.ZERO)) {
                    return second;
                }
            });
        }
        RegistryLock.acquire(file, Duration.ZERO).close();
    }

    @Test
    @SuppressWarnings("try")
    public void aChangeWaitsNoLongerThanItsPatience() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        AliasChange change =
                AliasChange.of("production", 1, Action.PROMOTE, null).within(Duration.ZERO);
        try (RegistryLock held = RegistryLock.acquire(home.resolve("registry/sample/.lock"), Duration.ofSeconds(5))) {
            assertRefused("for more than 0 s: let it finish or end it, then try again", () -> {
                registry.change("sample", change, AliasChange.Write::now);
                return null;
            });
        }
        registry.change("sample", change, AliasChange.Write::now);
        assertEquals(1, (int) registry.aliases("sample").get("production"));
    }

    @Test
    @SuppressWarnings("try")
    public void anInterruptEndsTheWaitForTheLock() throws Exception {
        Path file = home.resolve("registry/sample/.lock");
        try (RegistryLock held = RegistryLock.acquire(file, Duration.ofSeconds(5))) {
            Thread.currentThread().interrupt();
            assertThrows(
                    java.util.concurrent.CancellationException.class,
                    () -> RegistryLock.acquire(file, Duration.ofHours(1)));
            assertTrue("the interrupt is passed on", Thread.interrupted());
        }
    }

    private Path made(long seed) throws IOException {
        return SampleRun.samplePackage(folder.newFolder().toPath().resolve("package"), seed);
    }

    private int previous() throws IOException {
        return registry.previous("sample", "production").orElseThrow().version();
    }

    private static void assertRefused(String message, Callable<?> action) {
        InputException e = assertThrows(InputException.class, action::call);
        assertTrue(e.getMessage(), e.getMessage().contains(message));
    }

    @Test
    public void aNumberIsNeverUsedAgain() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        registry.register("sample", made(2), ORIGIN);
        registry.setAlias("sample", "production", 2, Action.PROMOTE, null);
        Path versions = home.resolve("registry/sample/versions");
        Removal.of(versions.resolve("2"));
        InputException lost = assertThrows(InputException.class, () -> registry.alias("sample", "production"));
        assertTrue(
                lost.getMessage(),
                lost.getMessage()
                        .startsWith(
                                "the alias 'production' points to version 2 of sample, which is not there any more"));
        assertEquals(Map.of("production", 2), registry.lost("sample"));
        assertEquals(3, registry.register("sample", made(3), ORIGIN));
        assertThrows(InputException.class, () -> registry.alias("sample", "production"));
        registry.setAlias("sample", "production", 3, Action.PROMOTE, "the version before is gone");
        assertEquals(
                3, (int) registry.alias("sample", "production").orElseThrow().version());
        assertTrue(
                "none is left to go back to",
                registry.previous("sample", "production").isEmpty());
    }

    @Test
    public void noEnvironmentIsCalledCandidate() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        InputException reserved = assertThrows(
                InputException.class, () -> registry.setAlias("sample", "candidate", 1, Action.PROMOTE, "why"));
        assertEquals(
                "'candidate' is the alias of the newest version, and no name of an environment: choose another, such as"
                        + " production",
                reserved.getMessage());
    }

    @Test
    public void anAliasIsComparedBeforeItIsSet() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        registry.register("sample", made(2), ORIGIN);
        registry.setAlias("sample", "production", 1, Action.PROMOTE, null);
        AliasChange change = AliasChange.of("production", 2, Action.PROMOTE, "better");
        InputException moved = assertThrows(
                InputException.class, () -> registry.change("sample", change.from(null), AliasChange.Write::now));
        assertEquals(
                "'production' of sample points to version 1 now, no longer to none: try again", moved.getMessage());
        IllegalStateException withdrawn = assertThrows(
                IllegalStateException.class,
                () -> registry.change("sample", change.from(1), write -> {
                    throw new IllegalStateException("given up");
                }));
        assertEquals("given up", withdrawn.getMessage());
        assertEquals(1, (int) registry.aliases("sample").get("production"));
        registry.change("sample", change.from(1), AliasChange.Write::now);
        assertEquals(2, (int) registry.aliases("sample").get("production"));
    }
}
