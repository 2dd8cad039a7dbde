package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.Driver;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.Assert;
import org.junit.Before;
import org.junit.Test;

/** What serves and what the registry says are the same, whoever dies between the two. */
public class OneTruthTest extends CanaryFixture {
    @Before
    public void twoVersions() throws Exception {
        project.deploy("requests: 10, keepServing: true, steps: [100]");
        project.packaged("r1", 15);
        deploy("r1");
        project.packaged("r2", 15.01);
    }

    private ServingFolder folder() {
        return ServingFolder.of(home(), "production");
    }

    private String serving() throws Exception {
        return status().routes().champion().version().version();
    }

    private boolean journalSays(String text) throws Exception {
        return Files.readString(folder().journal()).contains(text);
    }

    private Rollback.RolledBack rollBack() throws Exception {
        return Rollback.run(project.context("r2"), new FakeLauncher(), "it was a mistake");
    }

    @Test
    public void routerKilledInTheMiddleOfARollback() throws Exception {
        deploy("r2");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (FileChannel lock = lockOfTheRegistry()) {
            Future<Rollback.RolledBack> rollback = thread.submit(this::rollBack);
            awaitTheMiddle();
            status().process().kill();
            ExecutionException e =
                    Assert.assertThrows(ExecutionException.class, () -> rollback.get(60, TimeUnit.SECONDS));
            assertTrue(e.toString(), e.getCause() instanceof InputException);
            assertTrue(e.toString(), e.getCause().getMessage().startsWith("nothing was rolled back: "));
        } finally {
            thread.shutdownNow();
        }
        assertEquals("2", serving());
        assertEquals(Integer.valueOf(2), champion());
        assertEquals("it can be tried again", 1, rollBack().to());
        assertEquals("1", serving());
        assertEquals(Integer.valueOf(1), champion());
        var history = project.registry().history("cells");
        assertEquals(Action.ROLLBACK, history.get(history.size() - 1).action());
        assertEquals("it was a mistake", history.get(history.size() - 1).reason());
    }

    @Test
    public void routerKilledWhenTheRegistryHasHeardOfTheRollback() throws Exception {
        deploy("r2");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Rollback.RolledBack> rollback;
            ProcessIdentity router;
            try (FileChannel lock = lockOfTheRegistry()) {
                rollback = thread.submit(this::rollBack);
                awaitTheMiddle();
                router = status().process();
                new ProcessBuilder("kill", "-STOP", "" + router.pid()).start().waitFor();
            }
            // The last that the router did; it dies before it has given the earlier version any traffic.
            project.registry().setAlias("cells", "production", 1, Action.ROLLBACK, "it was a mistake");
            router.kill();
            assertEquals(1, rollback.get(60, TimeUnit.SECONDS).to());
        } finally {
            thread.shutdownNow();
        }
        assertEquals("1", serving());
        assertEquals(Integer.valueOf(1), champion());
    }

    @Test
    public void driverKilledAfterItsProposalTakesItBack() throws Exception {
        Path output = temporary.newFile().toPath();
        RouterState before = status();
        // It ends without a result, as one that is killed when its canary has passed.
        Process driver = Driver.start(project.folder, "r2", 5000, RegistryMode.PROPOSE, output);
        assertTrue("the driver ends", driver.waitFor(60, TimeUnit.SECONDS));
        String said = Files.readString(output);
        assertTrue(said, said.contains("Promoted version "));
        Await.until("the champion is back", () -> status().routes().equals(before.routes()));
        assertEquals("1", serving());
        assertTrue(journalSays("\"event\":\"proposed\""));
        assertTrue(journalSays("the driver (pid " + driver.pid() + ") died before it had a result"));
        Await.until("nothing else is left", () -> {
            try (var files = Files.list(folder().servers())) {
                return files.allMatch(file -> file.getFileName().toString().startsWith("v1-"));
            }
        });
        assertFalse(status().routes().champion().process().equals(status().process()));
    }

    private void awaitTheMiddle() throws Exception {
        Await.until("the registry is about to hear of it", () -> {
            var lines = Files.readAllLines(folder().journal());
            return lines.get(lines.size() - 1).contains("\"event\":\"promoting\"");
        });
    }

    /** While it is held nobody writes to the registry. */
    private FileChannel lockOfTheRegistry() throws Exception {
        FileChannel channel = FileChannel.open(home().resolve("registry/cells/.lock"), StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }
}
