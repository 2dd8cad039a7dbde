package io.jenkins.cd4ml.report;

import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** A real browser without a window. It loads pages from a server of the test, which sees every request that they make. */
final class Chromium {
    private static final int SECONDS = 90;

    /**
     * What came of opening a page.
     *
     * @param dom the document after its scripts ran
     * @param console errors, warnings and messages, refused loads among them
     * @param requests paths that were asked for
     */
    record Visit(String dom, List<String> console, List<String> requests) {}

    private Chromium() {}

    /** Skips the test loudly where there is no Chromium; fails in CI. */
    static void require() throws Exception {
        Oracle.require("chromium", List.of("chromium", "--version"));
    }

    /** Opens {@code /page.html}, served by {@code files}, in a window of this size. */
    static Visit open(Function<String, byte[]> files, int width, int height) throws Exception {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            byte[] body = files.apply(path);
            exchange.getResponseHeaders().set("Content-Type", type(path));
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/page.html";
            Path console = Files.createTempFile("chromium", ".log");
            String dom = run(url, width, height, console);
            // On a crowded machine Chromium sometimes ends before it has asked for anything: then it has shown nothing
            // either.
            for (int again = 0; again < 2 && requests.isEmpty(); again++) {
                dom = run(url, width, height, console);
            }
            List<String> lines = Files.readAllLines(console, StandardCharsets.UTF_8);
            Files.delete(console);
            return new Visit(
                    dom, lines.stream().filter(line -> line.contains("CONSOLE")).toList(), List.copyOf(requests));
        } finally {
            server.stop(0);
        }
    }

    private static String run(String url, int width, int height, Path console) throws Exception {
        Path profile = Files.createTempDirectory("chromium");
        Path dom = Files.createTempFile("chromium", ".html");
        try {
            Process process = new ProcessBuilder(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--enable-logging=stderr",
                            "--user-data-dir=" + profile,
                            "--window-size=" + width + "," + height,
                            "--virtual-time-budget=10000",
                            "--dump-dom",
                            url)
                    .redirectError(console.toFile())
                    .redirectOutput(dom.toFile())
                    .start();
            try {
                assertTrue("Chromium ends within " + SECONDS + " s", process.waitFor(SECONDS, TimeUnit.SECONDS));
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(dom);
        } finally {
            Files.delete(dom);
            delete(profile);
        }
    }

    private static String type(String path) {
        if (path.endsWith(".css")) {
            return "text/css";
        }
        return path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
    }

    /** Chromium's own processes may still be leaving: what they hold on to stays behind. */
    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.sorted(Collections.reverseOrder()).toList();
        }
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                System.err.println("left behind by Chromium: " + path);
            }
        }
    }
}
