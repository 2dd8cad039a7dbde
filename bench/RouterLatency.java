import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterProcess;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Latency of requests through the router and straight to the server behind it, in turn. Requests fall due at a constant rate, whatever became
 * of those before, and their latency counts from the moment they were due: a stall is felt by all that it delayed (no coordinated omission).
 *
 * <p>{@code measure FOLDER URL PID RATE SECONDS ROUNDS}: a line per round, {@code p50 p99 p50 p99 errors}, milliseconds, the router's first, the first round
 * to warm up; {@code router FOLDER URL PID}: the router's process, whose server is the process with that number at that URL.
 */
public final class RouterLatency {
    private static final int CONNECTIONS = 32;
    private static final String ROW = "{\"rows\":[{\"date\":\"2015-12-31\",\"precipitation\":2.5,\"temp_max\":8.9,\"temp_min\":4.4,\"wind\":3.5}]}";

    private RouterLatency() {}

    public static void main(String[] arguments) throws Exception {
        ServingFolder folder = new ServingFolder(Path.of(arguments[1]));
        if (arguments[0].equals("router")) {
            ProcessIdentity server = ProcessIdentity.of(Long.parseLong(arguments[3])).orElseThrow();
            new RouterProcess(folder, new Stub(server, arguments[2])).run();
            return;
        }
        Process router = router(folder, arguments);
        try {
            RouterClient client = find(folder, router);
            client.champion(new ServedVersion("stub", "1", "sha256:1", folder.path().toString(), "1m"), "a stub");
            for (int round = 0; round <= Integer.parseInt(arguments[6]); round++) {
                Load through = new Load(client.url(), arguments);
                Load direct = new Load(arguments[2], arguments);
                System.out.println(String.format(
                        Locale.ROOT,
                        "%.3f %.3f %.3f %.3f %d",
                        through.quantile(0.5),
                        through.quantile(0.99),
                        direct.quantile(0.5),
                        direct.quantile(0.99),
                        through.errors.get() + direct.errors.get()));
            }
        } finally {
            router.destroyForcibly().waitFor();
        }
    }

    private static Process router(ServingFolder folder, String[] arguments) throws IOException {
        folder.create();
        new RouterLaunch(0, RouterLaunch.LEASE_MILLIS).write(folder.routerLaunch());
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(LoopbackServer.JVM_OPTIONS);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), System.getProperty("bench.source")));
        command.addAll(List.of("router", arguments[1], arguments[2], arguments[3]));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File(folder.path().toFile(), "router.log")).start();
    }

    private static RouterClient find(ServingFolder folder, Process router) throws Exception {
        while (RouterClient.find(folder).isEmpty()) {
            if (!router.isAlive()) {
                throw new IOException(Files.readString(folder.path().resolve("router.log")));
            }
            Thread.sleep(50);
        }
        return RouterClient.find(folder).get();
    }

    /** "Starts" the server that is there already. */
    private record Stub(ProcessIdentity process, String url) implements Launcher {
        @Override
        public ProcessIdentity server(ServingFolder folder, String id, ServedVersion version) throws IOException {
            new Announcement(process, url, null, null, null).write(folder.server(id));
            return process;
        }

        @Override
        public ProcessIdentity router(ServingFolder folder) {
            throw new UnsupportedOperationException("there is one router");
        }
    }

    /** One round of one side. */
    private static final class Load {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger errors = new AtomicInteger();
        private final URI url;
        private final byte[] request;
        private final long[] nanos;
        private final long period;
        private final long start = System.nanoTime() + 100_000_000;

        Load(String url, String[] arguments) throws InterruptedException {
            this.url = URI.create(url);
            int rate = Integer.parseInt(arguments[4]);
            this.period = 1_000_000_000L / rate;
            this.nanos = new long[rate * Integer.parseInt(arguments[5])];
            this.request = ("POST /v1/models/stub:predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                            + ROW.length() + "\r\n\r\n" + ROW)
                    .getBytes(StandardCharsets.US_ASCII);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Thread thread = new Thread(this::ask);
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            Arrays.sort(nanos);
        }

        double quantile(double q) {
            return nanos[(int) Math.min(nanos.length - 1, Math.ceil(q * nanos.length) - 1)] / 1e6;
        }

        /** Whoever is free takes the request that is due next. */
        private void ask() {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                    long due = start + i * period;
                    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    socket.getOutputStream().write(request);
                    errors.addAndGet(answered(in) ? 0 : 1);
                    nanos[i] = System.nanoTime() - due;
                }
            } catch (IOException e) {
                errors.incrementAndGet();
            }
        }

        private static boolean answered(InputStream in) throws IOException {
            boolean ok = line(in).startsWith("HTTP/1.1 200 ");
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(Locale.ROOT);
                length = lower.startsWith("content-length:") ? Integer.parseInt(lower.substring(15).strip()) : length;
            }
            return in.readNBytes(length).length == length && ok;
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
    }
}
