package io.jenkins.cd4ml.deploy.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that ask for predictions at a steady rate, each over a socket of its own: some keep their connection, the others open
 * a new one each time. Nothing is ever tried again, so every failure is seen.
 */
public final class Callers implements AutoCloseable {
    private static final String PATH = "/v1/models/weather:predict";
    private static final byte[] ROW =
            "{\"rows\":[{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":null}]}".getBytes(StandardCharsets.UTF_8);
    private static final int ANSWER_MILLIS = 60_000;

    private final int port;
    private final long periodNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final Set<String> versions = new ConcurrentSkipListSet<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    /** So many callers that keep their connection, so many that do not, and how often all of them together ask. */
    public Callers(String url, int keeping, int closing, int perSecond) {
        this.port = URI.create(url).getPort();
        this.periodNanos = (keeping + closing) * 1_000_000_000L / perSecond;
        for (int i = 0; i < keeping + closing; i++) {
            String name = "caller-" + i;
            boolean keeps = i < keeping;
            Thread thread = new Thread(() -> ask(name, keeps), name);
            threads.add(thread);
            thread.start();
        }
    }

    /** Waits until that many more have been answered. */
    public void awaitMore(int answers) throws InterruptedException {
        long enough = answered.get() + answers;
        Await.until(answers + " more answers", () -> answered.get() >= enough);
    }

    /** Versions that have answered since this was last asked. */
    public Set<String> versions() {
        Set<String> found = new TreeSet<>(versions);
        versions.clear();
        return found;
    }

    /** What went wrong, the first thing first. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void ask(String name, boolean keeps) {
        Socket socket = null;
        long next = System.nanoTime();
        for (long request = 0; !done; request++) {
            try {
                socket = socket == null ? connect() : socket;
                boolean open = exchange(socket, name + "-" + request, keeps);
                answered.incrementAndGet();
                if (!open) {
                    socket.close();
                    socket = null;
                }
            } catch (IOException e) {
                failures.add(name + " at request " + request + ": " + e);
                socket = null;
            }
            next = Math.max(next + periodNanos, System.nanoTime() - periodNanos);
            pause(next - System.nanoTime());
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        return socket;
    }

    /** Whether the connection may be used again. */
    private boolean exchange(Socket socket, String caller, boolean keeps) throws IOException {
        String head = "POST " + PATH
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Routing-Key: " + caller
                + "\r\nContent-Length: " + ROW.length + (keeps ? "" : "\r\nConnection: close") + "\r\n\r\n";
        socket.getOutputStream()
                .write((head + new String(ROW, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String status = line(in);
        int length = 0;
        boolean open = keeps;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            length = lower.startsWith("content-length:")
                    ? Integer.parseInt(
                            lower.substring("content-length:".length()).strip())
                    : length;
            open &= !lower.equals("connection: close");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection ended");
        }
        String body = new String(bytes, StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 200 ") || !body.contains("\"label\":\"sun\"")) {
            throw new IOException(status + " " + body);
        }
        versions.add(body.replaceAll("(?s).*\"version\":\"([^\"]*)\".*", "$1"));
        return open;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended");
            }
            text.append(c == '\r' ? "" : (char) c);
        }
        return text.toString();
    }

    private static void pause(long nanos) {
        try {
            Thread.sleep(Math.max(0, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
