package io.jenkins.cd4ml.deploy.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.testing.Await;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class ProcessIdentityTest {

    @Test
    public void aLaterProcessWithTheSameNumberIsAnotherOne() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
            assertTrue(identity.alive());
            ProcessIdentity earlier = new ProcessIdentity(identity.pid(), identity.start() + "0");
            assertFalse(earlier.alive());
            earlier.kill();
            earlier.terminate();
            assertFalse("the stranger lives", process.waitFor(200, TimeUnit.MILLISECONDS));
            identity.kill();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertFalse(identity.alive());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    public void knowsItself() {
        assertEquals(
                ProcessIdentity.current(),
                ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow());
        assertTrue(ProcessIdentity.current().alive());
        assertTrue(ProcessIdentity.of(Integer.MAX_VALUE).isEmpty());
    }

    @Test
    public void oneThatEndedAndWasNotCollectedIsDead() throws Exception {
        // The shell's child is killed; the shell, by then replaced by sleep, does not collect it.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            ProcessIdentity identity = ProcessIdentity.of(child).orElseThrow();
            identity.kill();
            Await.until("it ended", () -> !identity.alive());
        } finally {
            parent.destroyForcibly();
        }
    }
}
