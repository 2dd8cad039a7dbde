package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.Test;

public class HealthProbeTest {
    private final HealthProbe probe = new HealthProbe(Duration.ZERO, Duration.ofMillis(300));

    private static ServingServer server(String id, String url) {
        return new ServingServer(id, null, new ProcessIdentity(1, "x"), url);
    }

    @Test
    public void oneThatTakesConnectionsAndSaysNothingIsStuck() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            ServingServer stuck = server("a", "http://127.0.0.1:" + silent.getLocalPort());
            assertFalse(probe.isStuck(stuck));
            assertFalse(probe.isStuck(stuck));
            assertFalse("another server begins anew", probe.isStuck(server("b", stuck.url())));
            assertFalse(probe.isStuck(stuck));
            assertFalse(probe.isStuck(stuck));
            assertTrue(probe.isStuck(stuck));
        }
    }

    @Test
    public void oneThatAnswersIsNot() throws Exception {
        try (LoopbackServer http = new LoopbackServer("test", 0, 2, 100, request -> Reply.json(Map.of("live", true)))) {
            http.start();
            for (int i = 0; i < 5; i++) {
                assertFalse(probe.isStuck(server("a", http.url())));
            }
        }
    }
}
