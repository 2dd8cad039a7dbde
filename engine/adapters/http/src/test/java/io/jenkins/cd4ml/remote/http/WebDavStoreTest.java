package io.jenkins.cd4ml.remote.http;

import static io.jenkins.cd4ml.remote.RemoteProject.ABC;
import static io.jenkins.cd4ml.remote.RemoteProject.OBJECT;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.RemoteProject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Collections of a server that answers as Apache's mod_dav does: 409 where the parent is missing, 405 to MKCOL where something is,
 * and 403 where mkdir(2) fails because somebody was faster (dav_fs_create_collection in modules/dav/fs/repos.c).
 */
public class WebDavStoreTest {
    private static final String PARENT = "/store/objects/";
    private static final String LEAF = PARENT + "ba/";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Set<String> collections = ConcurrentHashMap.newKeySet();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Race race = path -> 0;

    /** What another writer does while we make a collection; a status answers in the server's stead. */
    private interface Race {
        int before(String path);
    }

    @Before
    public void startServer() throws IOException {
        collections.add("/store/");
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
    public void anotherWriterMayMakeTheCollectionsFirst() throws IOException {
        race = path -> {
            collections.add(path);
            return 0;
        };
        assertStored();
        assertTrue(answers.toString(), answers.containsAll(List.of("MKCOL 405 " + PARENT, "MKCOL 405 " + LEAF)));
    }

    @Test
    public void anotherWriterMayMakeThemWhileTheServerDoes() throws IOException {
        race = path -> {
            collections.add(path);
            return 403;
        };
        assertStored();
        assertTrue(answers.toString(), answers.contains("MKCOL 403 " + PARENT));
    }

    @Test
    public void halfOfTheCollectionsMayBeThere() throws IOException {
        collections.add(PARENT);
        assertStored();
        assertEquals(
                List.of("PUT 409", "MKCOL 405 " + PARENT, "MKCOL 201 " + LEAF, "PUT 201"),
                answers.stream()
                        .filter(answer -> !answer.startsWith("HEAD") && !answer.startsWith("GET"))
                        .map(answer -> answer.startsWith("PUT") ? answer.substring(0, 7) : answer)
                        .toList());
    }

    @Test
    public void manyWritersOfOneObjectDoNotDisturbEachOther() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writers.add(threads.submit(() -> project().store().put(project().file("abc"))));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        assertEquals("abc", new String(objects.get("/store/" + OBJECT)));
    }

    @Test
    public void whoMayNotMakeCollectionsIsToldSo() {
        race = path -> 403;
        assertProblem("asks for credentials (HTTP 403 to MKCOL): ");
        collections.remove("/store/");
        race = path -> 0;
        assertProblem("takes no objects (HTTP 409 to MKCOL): its address must be a folder that accepts PUT");
    }

    private void assertStored() throws IOException {
        assertEquals(ABC, project().store().put(project().file("abc")));
        assertEquals("abc", new String(objects.get("/store/" + OBJECT)));
    }

    private void assertProblem(String sentence) {
        String message = assertThrows(
                        InputException.class,
                        () -> project().store().put(project().file("abc")))
                .getMessage();
        assertTrue(message, message.startsWith("the store " + address() + " " + sentence));
    }

    private RemoteProject project() {
        return new RemoteProject(folder.getRoot().toPath(), address());
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/store";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        byte[] object = objects.get(path);
        int status =
                switch (exchange.getRequestMethod()) {
                    case "PUT" -> put(path, body);
                    case "MKCOL" -> make(path);
                    default -> object == null ? 404 : 200;
                };
        answers.add(exchange.getRequestMethod() + " " + status + " " + path);
        boolean reads = status == 200 && exchange.getRequestMethod().equals("GET");
        if (status == 200 && !reads) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
        }
        exchange.sendResponseHeaders(status, reads ? object.length : -1);
        if (reads) {
            exchange.getResponseBody().write(object);
        }
        exchange.close();
    }

    private int put(String path, byte[] body) {
        if (!collections.contains(path.substring(0, path.lastIndexOf('/') + 1))) {
            return 409;
        }
        objects.put(path, body);
        return 201;
    }

    private int make(String path) {
        int instead = race.before(path);
        if (instead != 0) {
            return instead;
        }
        if (collections.contains(path)) {
            return 405;
        }
        if (!collections.contains(path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1))) {
            return 409;
        }
        return collections.add(path) ? 201 : 403;
    }
}
