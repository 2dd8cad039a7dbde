package io.jenkins.cd4ml.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Sites without the internet: a mirror, a folder. */
public class PacksTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final RecordedEvents events = new RecordedEvents();
    private HttpServer server;

    /** A Maven repository that asks for a password and has what this test's own class path has. */
    @Before
    public void startMirror() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", PacksTest.this::answer).setAuthenticator(new BasicAuthenticator("mirror") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals("ada") && password.equals("lovelace");
            }
        });
        server.start();
        environment.put(
                "CD4ML_CACHE", folder.getRoot().toPath().resolve("cache").toString());
        environment.put(Mirror.URL, "http://127.0.0.1:" + server.getAddress().getPort() + "/maven");
        environment.put(Mirror.USER, "ada");
        environment.put(Mirror.PASSWORD, "lovelace");
    }

    @After
    public void stopMirror() {
        server.stop(0);
    }

    @Test
    public void aMirrorIsTheOnlySource() throws IOException {
        List<Path> jars = packs().resolve("s3");
        assertTrue(
                jars.toString(),
                jars.stream().allMatch(jar -> jar.startsWith(folder.getRoot().toPath())));
        assertTrue(requests.toString(), requests.stream().anyMatch(path -> path.endsWith("/s3-2.42.32.jar")));
        long asked = requests.size();
        assertEquals(jars, packs().resolve("s3"));
        assertEquals("found again without asking", asked, requests.size());
    }

    @Test
    public void aFolderIsFilledOnceAndUsedWithoutANetwork() throws IOException {
        Path there = folder.getRoot().toPath().resolve("packs");
        assertTrue(packs().copy("s3", "win-x86_64", there) > 8_000_000);
        server.stop(0);
        assertEquals("nothing left to do", 0, packs().copy("s3", "linux-x86_64", there));
        environment.put(Packs.DIRECTORY, there.toString());
        List<Path> jars = packs().resolve("s3");
        try (Stream<Path> files = Files.list(there)) {
            assertEquals("only jars of the pack", jars.size(), files.count());
        }
        Files.writeString(jars.get(0), "damaged");
        String message =
                assertThrows(InputException.class, () -> packs().resolve("s3")).getMessage();
        assertTrue(message, message.contains("is not the pinned software.amazon.awssdk:annotations"));
    }

    @Test
    public void whatIsWrongWithAMirrorIsSaid() {
        environment.put(Mirror.PASSWORD, "babbage");
        String message =
                assertThrows(InputException.class, () -> packs().resolve("s3")).getMessage();
        assertTrue(message, message.startsWith("the runtime pack s3 (stores in S3"));
        assertTrue(message, message.contains("check the mirror and CD4ML_MIRROR_USER"));
        assertFalse(message, message.contains("babbage"));
        environment.put(Mirror.URL, "https://ada:lovelace@example.org/maven");
        message =
                assertThrows(InputException.class, () -> packs().resolve("s3")).getMessage();
        assertTrue(message, message.startsWith("CD4ML_MIRROR must be the address of a Maven repository"));
        assertFalse(message, message.contains("lovelace"));
    }

    private Packs packs() {
        return new Packs(environment, events);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<Path> jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> entry.getFileName().toString().equals(name))
                .findFirst();
        if (jar.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.sendResponseHeaders(200, Files.size(jar.get()));
            Files.copy(jar.get(), exchange.getResponseBody());
        }
        exchange.close();
    }
}
