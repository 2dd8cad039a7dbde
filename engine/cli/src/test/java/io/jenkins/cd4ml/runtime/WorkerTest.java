package io.jenkins.cd4ml.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WorkerTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> heard = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    /** A worker that does what its first argument says. */
    public static final class Obedient {
        public static void main(String[] args) {
            WorkerMain.run(args, (arguments, events) -> {
                switch (arguments.get(0)) {
                    case "talk" -> {
                        System.out.println("a library prints");
                        events.message("hello");
                        events.progress(1, 2, "steps");
                        events.metrics(Map.of("loss", 0.5));
                        events.warning("careful");
                    }
                    case "environment" -> events.message(System.getenv("CD4ML_STORE") + " "
                            + System.getenv("CD4ML_STORE_TOKEN") + " " + System.getenv("CD4ML_MIRROR_PASSWORD") + " "
                            + System.getenv("AWS_SECRET_ACCESS_KEY"));
                    case "unpack" -> events.message(
                            Files.createTempFile("native", ".so").toString());
                    case "refuse" -> throw new InputException(
                            new Problem("data.csv:3: no", "data.csv", 3, "x", null, null));
                    case "fail" -> throw new IllegalStateException("broken inside");
                    case "exhaust" -> {
                        List<byte[]> hoard = new ArrayList<>();
                        while (true) {
                            hoard.add(new byte[1 << 20]);
                        }
                    }
                    case "sleep" -> {
                        Files.writeString(Path.of(arguments.get(1)), "asleep");
                        Thread.sleep(60_000);
                    }
                    case "die" -> ProcessHandle.current().destroyForcibly();
                    case "kill" -> new ProcessBuilder(
                                    "kill",
                                    "-9",
                                    Long.toString(ProcessHandle.current().pid()))
                            .start()
                            .waitFor();
                    case "crash" -> {
                        new ProcessBuilder(
                                        "kill",
                                        "-SEGV",
                                        Long.toString(ProcessHandle.current().pid()))
                                .start()
                                .waitFor();
                        Thread.sleep(60_000);
                    }
                    default -> throw new IllegalArgumentException(arguments.get(0));
                }
            });
        }
    }

    @Test
    public void relaysEvents() throws Exception {
        Worker.run(context(Cancellation.NEVER), spec("talk"));

        assertEquals(List.of("hello", "1/2 steps", "{loss=0.5}", "warning: careful"), heard);
    }

    @Test
    public void theStoresSecretsStayHere() throws Exception {
        environment.put("CD4ML_STORE", "https://example.org");
        environment.put("CD4ML_STORE_TOKEN", "s3cret");
        environment.put("CD4ML_MIRROR_PASSWORD", "s3cret");
        environment.put("AWS_SECRET_ACCESS_KEY", "s3cret");
        Worker.run(context(Cancellation.NEVER), spec("environment"));

        assertEquals(List.of("https://example.org null null null"), heard);
    }

    @Test
    public void leavesNoTemporaryFiles() throws Exception {
        Worker.run(context(Cancellation.NEVER), spec("unpack"));

        Path unpacked = Path.of(heard.get(0));
        assertTrue(
                unpacked.toString(),
                unpacked.getParent().getFileName().toString().startsWith("cd4ml-worker-"));
        assertFalse(Files.exists(unpacked.getParent()));
    }

    @Test
    public void whatAKilledEngineLeftGoesWithTheNextOne() throws Exception {
        Path temporary = folder.newFolder("temporary").toPath();
        Path left = Files.createDirectory(temporary.resolve("cd4ml-worker-left"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("native.so"), "70 MB");
        Path foreign = Files.createDirectory(temporary.resolve("somebody-elses"));
        Path fresh = Files.createDirectory(temporary.resolve("cd4ml-worker-fresh"));
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(3600));
        try (Scratch used = Scratch.in(temporary)) {
            for (Path old : List.of(left, used.path(), foreign)) {
                Files.setLastModifiedTime(old, longAgo);
            }
            Scratch.in(temporary).close();

            assertFalse(Files.exists(left));
            assertTrue(Files.exists(used.path()) && Files.exists(foreign) && Files.exists(fresh));
        }
    }

    @Test
    public void wrongInputKeepsItsPlace() {
        InputException e =
                assertThrows(InputException.class, () -> Worker.run(context(Cancellation.NEVER), spec("refuse")));

        assertEquals("data.csv:3: no", e.getMessage());
        assertEquals(Integer.valueOf(3), e.problem().line());
    }

    @Test
    public void aFaultShowsItsStackTrace() {
        WorkerFailure e =
                assertThrows(WorkerFailure.class, () -> Worker.run(context(Cancellation.NEVER), spec("fail")));

        assertTrue(e.getMessage(), e.getMessage().contains("broken inside"));
        assertTrue(e.getMessage(), e.getMessage().contains("exit code 3"));
    }

    @Test
    public void tooLittleHeapSaysHowMuchThereWas() {
        InputException e =
                assertThrows(InputException.class, () -> Worker.run(context(Cancellation.NEVER), spec("exhaust")));

        assertTrue(
                e.getMessage(),
                e.getMessage().startsWith("a Java heap of 30 MB was not enough")
                        || e.getMessage().startsWith("a Java heap of 31 MB was not enough"));
    }

    @Test
    public void killedByTheKernelSaysSo() {
        Assume.assumeTrue(Platform.current().classifier().startsWith("linux"));
        InputException e =
                assertThrows(InputException.class, () -> Worker.run(context(Cancellation.NEVER), spec("kill")));

        assertTrue(e.getMessage(), e.getMessage().contains("was killed from outside"));
    }

    @Test(timeout = 60_000)
    public void aCrashInNativeCodeIsOneSentence() throws Exception {
        Assume.assumeTrue(Platform.current().classifier().startsWith("linux"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        WorkerFailure e =
                assertThrows(WorkerFailure.class, () -> Worker.run(context(Cancellation.NEVER), spec("crash")));

        assertEquals(
                "the process Obedient crashed in native code (signal 6); the JVM's report of that is the newest "
                        + temporary.resolve("cd4ml-crash-*.log"),
                e.getMessage());
        try (var reports = Files.newDirectoryStream(temporary, "cd4ml-crash-*.log")) {
            int found = 0;
            for (Path report : reports) {
                found++;
                Files.delete(report);
            }
            assertTrue(found > 0);
        }
    }

    @Test(timeout = 30_000)
    public void cancellationKillsIt() {
        Path asleep = folder.getRoot().toPath().resolve("asleep");

        assertThrows(
                CancellationException.class,
                () -> Worker.run(context(() -> Files.exists(asleep)), spec("sleep", asleep.toString())));
    }

    @Test(timeout = 30_000)
    public void aLaunchedProcessLivesOnAndStops() throws Exception {
        Path asleep = folder.getRoot().toPath().resolve("asleep");
        LaunchedProcess process = Worker.launch(
                spec("sleep", asleep.toString()),
                folder.getRoot().toPath().resolve("temporary"),
                folder.getRoot().toPath().resolve("log.txt"),
                System.getenv(),
                EventSink.SILENT);
        while (!Files.exists(asleep)) {
            Thread.sleep(20);
        }

        assertTrue(process.isAlive());
        assertFalse(
                "another process with the same pid",
                new LaunchedProcess(process.pid(), process.started().minusSeconds(100)).isAlive());
        process.stop(5_000);
        assertFalse(process.isAlive());
    }

    @Test
    public void packsFromAFolderAreCheckedToTheBit() throws Exception {
        Path packs = folder.newFolder("packs").toPath();
        Packs fromFolder = new Packs(Map.of(Packs.DIRECTORY, packs.toString()), EventSink.SILENT);

        InputException missing = assertThrows(InputException.class, () -> fromFolder.resolve("onnxruntime"));
        assertEquals(
                "the folder " + packs + " (from CD4ML_PACKS) lacks onnxruntime-1.29.0.jar of the runtime pack"
                        + " onnxruntime: put com.microsoft.onnxruntime:onnxruntime:jar:1.29.0 there",
                missing.getMessage());

        Files.writeString(packs.resolve("onnxruntime-1.29.0.jar"), "not this");
        InputException wrong = assertThrows(InputException.class, () -> fromFolder.resolve("onnxruntime"));
        assertTrue(wrong.getMessage(), wrong.getMessage().contains("is not the pinned"));
    }

    @Test
    public void packsAreFoundAndRemembered() throws Exception {
        environment.remove(Packs.DIRECTORY);
        environment.put("CD4ML_CACHE", folder.getRoot().toString());
        List<String> said = new ArrayList<>();
        Packs packs = new Packs(environment, sink(said));

        List<Path> first = packs.resolve("onnxruntime");
        List<Path> second = packs.resolve("onnxruntime");

        assertEquals("onnxruntime-1.29.0.jar", first.get(0).getFileName().toString());
        assertEquals(first, second);
        assertEquals("resolved once: " + said, 1, said.size());
    }

    @Test
    public void aPlatformWithoutAPackIsNamed() {
        InputException e = assertThrows(InputException.class, () -> PackManifest.named("pytorch")
                .artifactsFor(Platform.of("SunOS", "sparcv9")));

        assertTrue(e.getMessage(), e.getMessage().contains("linux-sparcv9"));
        assertTrue(e.getMessage(), e.getMessage().contains("linux-x86_64"));
    }

    private static WorkerSpec spec(String... arguments) {
        return new WorkerSpec(Obedient.class, List.of(), List.of("-Xmx32m"), List.of(arguments));
    }

    private StageContext context(Cancellation cancellation) {
        Path root = folder.getRoot().toPath();
        return new StageContext(
                root,
                new RunFolder("r", root.resolve(".cd4ml/runs/r")),
                null,
                sink(heard),
                cancellation,
                Clock.systemUTC(),
                environment);
    }

    private static EventSink sink(List<String> said) {
        return new EventSink() {
            @Override
            public void message(String sentence) {
                said.add(sentence);
            }

            @Override
            public void warning(String sentence) {
                said.add("warning: " + sentence);
            }

            @Override
            public void progress(long done, long total, String unit) {
                said.add(done + "/" + total + " " + unit);
            }

            @Override
            public void metrics(Map<String, Double> metrics) {
                said.add(metrics.toString());
            }
        };
    }

    @Test
    public void aWorkerStartsFromTheSameArchiveOfClasses() {
        assertEquals(List.of(), Worker.sharedClasses(List.of("-XX:+UseSerialGC", "-Xmx1g")));
        assertEquals(
                List.of("-XX:SharedArchiveFile=/b.jsa", "-Xlog:cds*=off"),
                Worker.sharedClasses(
                        List.of("-XX:SharedArchiveFile=/a.jsa", "-XX:+UseSerialGC", "-XX:SharedArchiveFile=/b.jsa")));
    }
}
