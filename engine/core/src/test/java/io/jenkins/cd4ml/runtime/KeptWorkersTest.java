package io.jenkins.cd4ml.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.Kept;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Workers that do one work after the other. */
public class KeptWorkersTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Kept kept = new Kept();
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private Cancellation cancellation = Cancellation.NEVER;

    @After
    public void close() throws Exception {
        kept.close();
    }

    /** Does what its first argument says; then says its process and where its temporary files are. */
    public static final class First {
        public static void main(String[] args) {
            WorkerMain.run(args, (arguments, events) -> {
                switch (arguments.get(0)) {
                    case "refuse" -> throw new InputException("no");
                    case "fail" -> throw new IllegalStateException("broken inside");
                    case "exhaust" -> hoard();
                    case "complain" -> System.err.println("a warning of a library");
                    case "mumble" -> System.out.print("without an end of the line");
                    case "sleep" -> {
                        Files.writeString(Path.of(arguments.get(1)), "asleep");
                        Thread.sleep(600_000);
                    }
                    default -> {
                        // only what follows
                    }
                }
                events.message(ProcessHandle.current().pid() + " " + System.getProperty("java.io.tmpdir"));
            });
        }

        private static void hoard() {
            long[][] all = new long[1 << 20][];
            for (int i = 0; i < all.length; i++) {
                all[i] = new long[1 << 20];
            }
        }
    }

    /** Another class for the same kind of process. */
    public static final class Second {
        public static void main(String[] args) {
            WorkerMain.run(
                    args,
                    (arguments, events) ->
                            events.message(ProcessHandle.current().pid() + " second " + arguments));
        }
    }

    @Test
    public void oneProcessDoesManyWorksEachWithItsOwnEvents() throws Exception {
        String first = pid("talk");
        assertEquals(first, pid("mumble"));
        assertEquals(first, pid("talk"));
        assertEquals(
                List.of(first + " second [a b, ü\"\\]"),
                say(new WorkerSpec(Second.class, List.of(), List.of("-Xmx32m"), List.of("a b", "ü\"\\"))));
        assertNotEquals("other options", first, pid(spec("-Xmx33m", "talk")));
        environment.put("CD4ML_SOMETHING", "else");
        assertNotEquals("another environment", first, pid("talk"));
    }

    @Test
    public void aProcessWhoseWorkFailedDoesNoMore() throws Exception {
        String first = pid("complain");
        WorkerFailure failure = assertThrows(WorkerFailure.class, () -> pid("fail"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("broken inside"));
        assertFalse("an earlier work's", failure.getMessage().contains("a warning of a library"));
        assertFalse(isAlive(first));
        String second = pid("talk");
        assertEquals(
                "no", assertThrows(InputException.class, () -> pid("refuse")).getMessage());
        assertFalse(isAlive(second));
        String third = pid("talk");
        InputException exhausted = assertThrows(InputException.class, () -> pid("exhaust"));
        assertTrue(exhausted.getMessage(), exhausted.getMessage().matches("a Java heap of 3[01] MB was not enough.*"));
        assertFalse(isAlive(third));
    }

    @Test
    public void oneThatWasKilledWhileItWaitedIsReplaced() throws Exception {
        String first = pid("talk");
        ProcessHandle process = ProcessHandle.of(Long.parseLong(first)).orElseThrow();
        process.destroyForcibly();
        String second = pid("talk");
        assertNotEquals(first, second);
        process.onExit().join();
        assertEquals(second, pid("talk"));
    }

    @Test(timeout = 120_000)
    public void aStopEndsTheProcessInItsNextWork() throws Exception {
        String first = pid("talk");
        Path asleep = folder.getRoot().toPath().resolve("asleep");
        cancellation = () -> Files.exists(asleep);
        assertThrows(CancellationException.class, () -> pid("sleep", asleep.toString()));
        assertFalse(isAlive(first));
    }

    @Test
    public void withItsCommandGoAllProcessesAndTheirFiles() throws Exception {
        List<String> said = say(spec("-Xmx32m", "talk"));
        String[] parts = said.get(0).split(" ", 2);
        assertTrue(isAlive(parts[0]) && Files.exists(Path.of(parts[1])));
        kept.close();
        assertFalse(isAlive(parts[0]));
        assertFalse(Files.exists(Path.of(parts[1])));
    }

    @Test
    public void aWorkAloneHasAProcessOfItsOwn() throws Exception {
        String first = pid("talk");
        RecordedEvents events = new RecordedEvents();
        Worker.runAlone(context(events), spec("-Xmx32m", "talk"));
        String alone = events.messages.get(0).split(" ")[0];
        assertNotEquals(first, alone);
        assertFalse(isAlive(alone));
        assertEquals(first, pid("talk"));
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    private String pid(String... arguments) throws Exception {
        return pid(spec("-Xmx32m", arguments));
    }

    private String pid(WorkerSpec spec) throws Exception {
        List<String> said = say(spec);
        return said.get(said.size() - 1).split(" ")[0];
    }

    private static WorkerSpec spec(String heap, String... arguments) {
        return new WorkerSpec(First.class, List.of(), List.of(heap), List.of(arguments));
    }

    private List<String> say(WorkerSpec spec) throws Exception {
        RecordedEvents events = new RecordedEvents();
        Worker.run(context(events), spec);
        return List.copyOf(events.messages);
    }

    private StageContext context(RecordedEvents events) {
        Path root = folder.getRoot().toPath();
        return new StageContext(
                root,
                new RunFolder("r", root.resolve(".cd4ml/runs/r")),
                null,
                events,
                cancellation,
                Clock.systemUTC(),
                Map.copyOf(environment),
                kept);
    }
}
