package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** SIGTERM, as service managers and Jenkins send it: exit code 130 as documented, and a stop is never taken for a fault. */
public class TerminationTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void requireSignals() {
        Assume.assumeTrue("has signals", Files.isExecutable(Path.of("/bin/sh")));
    }

    /** The worker's JVM has just been made: it has loaded nothing yet. */
    @Test(timeout = 600_000)
    public void aStopWhileAWorkerStartsIsAStop() throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOfExample(folder.getRoot().toPath());
        cd4ml.execute("run", "--run", "r", "--set", "train.algorithm=linear", "--until", "train-model")
                .requireExitCode(0);
        Process process = cd4ml.start("package-model", "--run", "r");
        awaitChild(process, command -> command.endsWith("java"), cd4ml);
        process.destroy();
        requireStopped(cd4ml.ended(process), cd4ml.result("r", Stage.PACKAGE_MODEL));
        assertEquals(0, process.descendants().count());
    }

    @Test(timeout = 600_000)
    public void aStopWhileAProgramTrainsIsAStop() throws Exception {
        Cd4ml cd4ml = commandProject("[sleep, '100000']");
        Process process = cd4ml.start("train-model", "--run", "r");
        awaitChild(process, command -> command.endsWith("sleep"), cd4ml);
        process.destroy();
        requireStopped(cd4ml.ended(process), cd4ml.result("r", Stage.TRAIN_MODEL));
    }

    /** Ctrl-C reaches the whole process group, and the program may be the first to go. */
    @Test(timeout = 600_000)
    public void aProgramThatTheSameSignalEndedFirstIsAStop() throws Exception {
        Cd4ml cd4ml = commandProject("[sh, -c, 'kill -TERM $PPID; exit 143']");
        Process process = cd4ml.start("train-model", "--run", "r");
        Cd4ml.Ended ended = cd4ml.ended(process);
        requireStopped(ended, cd4ml.result("r", Stage.TRAIN_MODEL));
    }

    /** A program that ends so by itself has failed. */
    @Test(timeout = 600_000)
    public void aProgramsOwnEndIsNoStop() throws Exception {
        Cd4ml cd4ml = commandProject("[sh, -c, 'exit 143']");
        Cd4ml.Ended ended = cd4ml.execute("train-model", "--run", "r").requireExitCode(2);
        String words = (ended.out() + ended.err()).replaceAll("\\s+", " ");
        assertTrue(words, words.contains("ended with exit code 143"));
    }

    /** A service manager takes a server that ends when it is asked to for one that has not failed. */
    @Test(timeout = 600_000)
    public void aServerThatEndsInOrderHasNotFailed() throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOfExample(folder.getRoot().toPath());
        cd4ml.execute("run", "--run", "r", "--set", "train.algorithm=linear", "--until", "package-model")
                .requireExitCode(0);
        Process process = cd4ml.start("serve", "--alias", "candidate", "--port", "0");
        while (!Files.readString(cd4ml.project().resolve("out.txt")).startsWith("serving ")) {
            if (!process.isAlive()) {
                fail("ended before: " + cd4ml.ended(process));
            }
            Thread.sleep(20);
        }
        ProcessHandle server = process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findAny()
                .orElseThrow();
        process.destroy();
        Cd4ml.Ended ended = cd4ml.ended(process);
        assertEquals(ended.out() + ended.err(), 0, ended.exitCode());
        assertTrue(ended.out(), ended.out().startsWith("serving seattle-weather version 1 at http://127.0.0.1:"));
        assertFalse("its server ends with it", server.isAlive());
    }

    /** What runs no stage listens to no stop, and ends with the same exit code. */
    @Test(timeout = 600_000)
    public void otherCommandsEndWithTheSameExitCode() throws Exception {
        Cd4ml cd4ml = Cd4ml.in(folder.getRoot().toPath());
        Path request = folder.getRoot().toPath().resolve("request");
        assertEquals(0, new ProcessBuilder("mkfifo", request.toString()).start().waitFor());
        Process process = cd4ml.start("execute", request.toString());
        // opens as soon as the command has opened the other side, and reads from then on
        try (FileOutputStream open = new FileOutputStream(request.toFile())) {
            process.destroy();
            Cd4ml.Ended ended = cd4ml.ended(process);
            assertEquals(ended.err(), 130, ended.exitCode());
        }
    }

    private Cd4ml commandProject(String command) throws Exception {
        Path project = folder.getRoot().toPath();
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        Files.writeString(project.resolve("data.csv"), rows);
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                "model: sample\ndata: {path: data.csv, target: y}\ntrain: {algorithm: command, command: {run: "
                        + command + "}}\n");
        Cd4ml cd4ml = Cd4ml.in(project);
        cd4ml.execute("version-data", "--run", "r").requireExitCode(0);
        return cd4ml;
    }

    private static void requireStopped(Cd4ml.Ended ended, StageResult result) {
        assertEquals(ended.err(), 130, ended.exitCode());
        assertEquals(result.summary(), Verdict.ABORTED, result.verdict());
    }

    private static void awaitChild(Process process, Predicate<String> command, Cd4ml cd4ml) throws Exception {
        while (process.descendants()
                .noneMatch(child -> child.info().command().filter(command).isPresent())) {
            if (!process.isAlive()) {
                fail("ended before: " + cd4ml.ended(process));
            }
            Thread.onSpinWait();
        }
    }
}
