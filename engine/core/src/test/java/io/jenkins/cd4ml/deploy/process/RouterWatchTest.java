package io.jenkins.cd4ml.deploy.process;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.testing.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A router whose process is a {@code sleep}, and whose port is something else. */
public class RouterWatchTest {
    private static final int LOOKS = 4;

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private ServingFolder folder;
    private Process process;
    private ProcessIdentity router;
    private RouterWatch watch;

    @Before
    public void start() throws Exception {
        folder = ServingFolder.of(temporary.getRoot().toPath(), "production").create();
        process = new ProcessBuilder("sleep", "60").start();
        router = ProcessIdentity.of(process.pid()).orElseThrow();
        Files.createFile(folder.routerAlive());
        watch = new RouterWatch(folder, LOOKS, Duration.ofMillis(300));
    }

    @After
    public void end() {
        process.destroyForcibly();
    }

    private void serves(int port) throws Exception {
        new Announcement(router, "http://127.0.0.1:" + port, null).write(folder.router());
    }

    private void looks(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            watch.look();
        }
    }

    @Test
    public void oneThatIsSilentAndAnswersNothingIsEnded() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            serves(silent.getLocalPort());
            looks(LOOKS);
            assertTrue("not yet", router.alive());
            Files.setLastModifiedTime(folder.routerAlive(), FileTime.fromMillis(1));
            assertTrue(watch.isSilent());
            looks(LOOKS);
            assertFalse("it has given a sign", watch.isSilent());
            assertTrue("one sign is enough to begin anew", router.alive());
            looks(1);
            Await.until("it is ended", () -> !router.alive());
        }
    }

    @Test
    public void oneThatAnswersLivesWhateverItsDiskSays() throws Exception {
        try (LoopbackServer http = new LoopbackServer("test", 0, 2, 100, request -> Reply.json(Map.of("live", true)))) {
            http.start();
            serves(http.port());
            looks(3 * LOOKS);
            assertTrue(router.alive());
        }
    }

    @Test
    public void oneThatGivesNoSignsAtAllIsLeftAlone() throws Exception {
        Files.delete(folder.routerAlive());
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            serves(silent.getLocalPort());
            looks(3 * LOOKS);
            assertTrue("it is of a version of cd4ml that had none", router.alive());
        }
    }

    @Test
    public void nobodyServesIsNothingToDo() throws Exception {
        looks(2 * LOOKS);
        new Announcement(router, null, null).write(folder.router());
        looks(2 * LOOKS);
        assertTrue("it has only begun", router.alive());
    }
}
