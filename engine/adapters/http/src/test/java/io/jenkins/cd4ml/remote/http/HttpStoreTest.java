package io.jenkins.cd4ml.remote.http;

import static io.jenkins.cd4ml.remote.RemoteProject.ABC;
import static io.jenkins.cd4ml.remote.RemoteProject.OBJECT;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteProject;
import io.jenkins.cd4ml.remote.RetryTimes;
import io.jenkins.cd4ml.remote.Stores;
import io.jenkins.cd4ml.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a server can do to us: every answer but the right one. */
public class HttpStoreTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Mischief mischief = (exchange, number) -> false;

    /** Answers in the server's stead; false: it answers as it should. */
    private interface Mischief {
        boolean answers(HttpExchange exchange, int number) throws IOException;
    }

    @Before
    public void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @After
    public void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    public void keepsContentByItsNameAndCachesIt() throws IOException {
        ObjectStore store = project().store();
        assertEquals(Optional.empty(), store.get(ABC));
        assertFalse(store.has(ABC, 3));
        assertEquals(ABC, store.put(project().file("abc")));
        assertTrue(store.has(ABC, 3));
        assertEquals("abc", text("/store/" + OBJECT));
        ObjectStore elsewhere = project().store();
        assertTrue(elsewhere.has(ABC, 3));
        assertFalse(elsewhere.has(ABC, 4));
        assertEquals("abc", Files.readString(elsewhere.get(ABC).orElseThrow()));
        long asked = requests.size();
        assertTrue(elsewhere.get(ABC).isPresent());
        assertEquals("the second time from the cache", asked, requests.size());
        project().store().put(project().file("abc"));
        assertEquals(
                "sent once",
                1,
                requests.stream().filter(r -> r.startsWith("PUT")).count());
        assertEquals(
                "an empty file is content, too",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                store.put(project().file("")));
        assertEquals(
                0,
                Files.size(project()
                        .store()
                        .get("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                        .orElseThrow()));
    }

    @Test
    public void whatPassesIsTriedAgain() throws IOException {
        mischief = (exchange, number) -> number <= 3 && status(exchange, number == 2 ? 429 : 503);
        RemoteProject project = project();
        project.store().put(project.file("abc"));
        assertEquals("abc", text("/store/" + OBJECT));
        assertEquals(3, project.events.warnings.size());
        assertEquals(
                "the store " + address() + " has a fault (HTTP 503 to HEAD); trying again",
                project.events.warnings.get(0));
    }

    @Test
    public void whatLastsEndsWithASentence() {
        mischief = (exchange, number) -> status(exchange, 502);
        assertProblem("has a fault (HTTP 502 to HEAD); tried 4 times", project());
        assertEquals(4, requests.size());
        mischief = (exchange, number) -> exchange.getRequestMethod().equals("PUT") && status(exchange, 405);
        assertProblem(
                "takes no objects (HTTP 405 to PUT): its address must be a folder that accepts PUT, as WebDAV, Nexus'"
                        + " raw repositories and Artifactory's generic ones do",
                project());
        mischief = (exchange, number) -> exchange.getRequestMethod().equals("PUT") && status(exchange, 507);
        assertProblem("is full (HTTP 507 to PUT)", project());
        mischief = (exchange, number) -> exchange.getRequestMethod().equals("PUT") && status(exchange, 413);
        assertProblem("does not take an object of this size (HTTP 413 to PUT): raise the server's limit", project());
    }

    @Test
    public void credentialsAreAskedForAndNeverSaid() {
        mischief = (exchange, number) -> status(exchange, 401);
        assertProblem(
                "asks for credentials (HTTP 401 to HEAD): put them into CD4ML_STORE_USER and CD4ML_STORE_PASSWORD, or"
                        + " into CD4ML_STORE_TOKEN; in Jenkins, choose them where the store is configured",
                project());
        assertEquals(1, requests.size());
        assertProblem(
                "refuses the credentials (HTTP 401 to HEAD): check that they may read and write there,"
                        + " CD4ML_STORE_USER and CD4ML_STORE_PASSWORD, or into CD4ML_STORE_TOKEN; in Jenkins, choose them"
                        + " where the store is configured",
                project().with(Credentials.USER, "u").with(Credentials.PASSWORD, "s3cret"));
        assertEquals(List.of("-", "Basic dTpzM2NyZXQ="), authorizations);
        assertFalse(new Credentials("u", "s3cret", "t0ken").toString().contains("s3cret"));
    }

    @Test
    public void credentialsAreForTheStoreTheyWereGivenForAlone() throws IOException {
        RemoteProject own = project().with(Credentials.TOKEN, "t").with(Credentials.STORE, address());
        own.store().has(ABC, 3);
        project()
                .with(Credentials.TOKEN, "t")
                .with(Credentials.STORE, address() + "elsewhere/")
                .store()
                .has(ABC, 3);
        assertEquals(List.of("Bearer t", "-"), authorizations);
        Optional<java.nio.file.Path> none = Stores.of(
                        own.context(folder.newFolder().toPath(), "", own.events))
                .get(ABC);
        assertEquals("a project that names no store uses the one that was given", Optional.empty(), none);
        assertEquals("GET /store/" + OBJECT, requests.get(2));
    }

    @Test
    public void redirectionsAreFollowedWithoutCredentials() throws IOException {
        objects.put("/other/" + OBJECT, "abc".getBytes(StandardCharsets.UTF_8));
        String other = "http://localhost:" + server.getAddress().getPort() + "/other/" + OBJECT;
        mischief = (exchange, number) -> {
            if (exchange.getRequestURI().getPath().startsWith("/store/")) {
                exchange.getResponseHeaders().add("Location", other);
                return status(exchange, 307);
            }
            return false;
        };
        ObjectStore store = project().with(Credentials.TOKEN, "t").store();
        assertEquals("abc", Files.readString(store.get(ABC).orElseThrow()));
        assertEquals(List.of("Bearer t", "-"), authorizations);
        mischief = (exchange, number) -> {
            exchange.getResponseHeaders().add("Location", "file:///etc/passwd");
            return status(exchange, 302);
        };
        assertProblem("redirects to an address that is not https", project());
        mischief = (exchange, number) -> {
            exchange.getResponseHeaders().add("Location", "http://u:s3cret@my_host/x");
            return status(exchange, 302);
        };
        assertProblem("redirects to an address without a host", project());
    }

    @Test
    public void contentIsCheckedBothWays() throws IOException {
        objects.put("/store/" + OBJECT, "abd".getBytes(StandardCharsets.UTF_8));
        String message = assertThrows(
                        InputException.class, () -> project().store().get(ABC))
                .getMessage();
        assertEquals(
                "the store " + address() + " has a damaged object: the content of " + OBJECT
                        + " is not what its name says; remove it there and run versionData where the data is; tried 4"
                        + " times",
                message);
        objects.clear();
        mischief = (exchange, number) -> {
            if (exchange.getRequestMethod().equals("PUT") && number < 4) {
                exchange.getRequestBody().readAllBytes();
                objects.put(exchange.getRequestURI().getPath(), "abd".getBytes(StandardCharsets.UTF_8));
                return status(exchange, 201);
            }
            return false;
        };
        project().store().put(project().file("abc"));
        assertEquals("sent again although one of its size was there", "abc", text("/store/" + OBJECT));
    }

    @Test
    public void aServerThatConfirmsTheDigestIsNotReadBack() throws IOException {
        mischief = (exchange, number) -> {
            exchange.getResponseHeaders().add("X-Checksum-Sha256", ABC);
            return false;
        };
        project().store().put(project().file("abc"));
        assertFalse(requests.toString(), requests.toString().contains("GET"));
    }

    @Test
    public void anotherWriterMayBeFasterWhereNothingIsWrittenTwice() throws IOException {
        mischief = (exchange, number) -> {
            if (exchange.getRequestMethod().equals("PUT")) {
                objects.put("/store/" + OBJECT, "abc".getBytes(StandardCharsets.UTF_8));
                return status(exchange, 400);
            }
            return false;
        };
        assertEquals(ABC, project().store().put(project().file("abc")));
    }

    @Test
    public void missingCollectionsAreMade() throws IOException {
        mischief = (exchange, number) -> exchange.getRequestMethod().equals("PUT")
                && requests.stream().filter(r -> r.startsWith("MKCOL")).count() < 2
                && status(exchange, 409);
        project().store().put(project().file("abc"));
        assertEquals("abc", text("/store/" + OBJECT));
        assertTrue(
                requests.toString(),
                requests.containsAll(List.of("MKCOL /store/objects/", "MKCOL /store/objects/ba/")));
    }

    @Test
    public void silenceAndAStopEndAnAttempt() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        mischief = (exchange, number) -> {
            reached.countDown();
            awaited(done);
            return status(exchange, 500);
        };
        try {
            assertProblem(
                    "has not moved a byte for 0 s; tried 4 times",
                    project().with(new RetryTimes(Duration.ofMillis(100), Duration.ofMillis(1))));
            ObjectStore stopped = project().with(() -> reached.getCount() == 0).store();
            assertThrows(CancellationException.class, () -> stopped.get(ABC));
        } finally {
            done.countDown();
        }
    }

    @Test
    public void whatCannotBeReachedIsNamed() throws IOException {
        server.stop(0);
        assertProblem("cannot be reached: connection refused; tried 4 times", project());
        RemoteProject nowhere = new RemoteProject(folder.getRoot().toPath(), "https://cd4ml.invalid/store");
        String message = assertThrows(
                        InputException.class, () -> nowhere.store().get(ABC))
                .getMessage();
        assertEquals("the store https://cd4ml.invalid/store cannot be reached: no such host; tried 4 times", message);
    }

    private void assertProblem(String sentence, RemoteProject project) {
        String message = assertThrows(
                        InputException.class, () -> project.store().put(project.file("abc")))
                .getMessage();
        assertEquals("the store " + address() + " " + sentence, message);
        assertFalse((message + project.events.warnings).contains("s3cret"));
    }

    private RemoteProject project() {
        return new RemoteProject(folder.getRoot().toPath(), address());
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/store";
    }

    private String text(String path) {
        return new String(objects.get(path), StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        requests.add(method + " " + path);
        authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("-"));
        if (mischief.answers(exchange, requests.size())) {
            return;
        }
        byte[] object = objects.get(path);
        if (method.equals("PUT")) {
            objects.put(path, exchange.getRequestBody().readAllBytes());
            status(exchange, 201);
        } else if (method.equals("MKCOL")) {
            status(exchange, 201);
        } else if (object == null) {
            status(exchange, 404);
        } else if (method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
            status(exchange, 200);
        } else {
            exchange.sendResponseHeaders(200, object.length == 0 ? -1 : object.length);
            exchange.getResponseBody().write(object);
            exchange.close();
        }
    }

    private static boolean status(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        return true;
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
