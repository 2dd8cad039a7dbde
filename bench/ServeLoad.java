import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Asks a server for predictions over so many kept connections, each with one request at a time, and prints answers a second, the
 * 50 % and 99 % quantile of their milliseconds, and answers other than 200. Arguments: URL, file with the body, connections, seconds.
 */
public final class ServeLoad {
    private static final int WARM_UP_SECONDS = 3;

    public static void main(String[] args) throws Exception {
        URI url = URI.create(args[0]);
        byte[] body = Files.readAllBytes(Path.of(args[1]));
        int connections = Integer.parseInt(args[2]);
        ExecutorService callers = Executors.newFixedThreadPool(connections);
        run(callers, connections, url, body, WARM_UP_SECONDS);
        double seconds = Double.parseDouble(args[3]);
        long[] nanos = run(callers, connections, url, body, seconds);
        callers.shutdown();
        long wrong = Arrays.stream(nanos).filter(value -> value < 0).count();
        long[] sorted = Arrays.stream(nanos).map(Math::abs).sorted().toArray();
        System.out.printf(
                "%.0f %.2f %.2f %d%n",
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                wrong);
    }

    private static long[] run(ExecutorService callers, int connections, URI url, byte[] body, double seconds)
            throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Future<List<Long>>> asking = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Callable<List<Long>> caller = () -> {
                List<Long> nanos = new ArrayList<>();
                ask(url, body, () -> System.nanoTime() < end, nanos);
                return nanos;
            };
            asking.add(callers.submit(caller));
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> caller : asking) {
            all.addAll(caller.get());
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    /** Asks as long as it may; adds what each answer took, negative where it was no prediction. */
    static void ask(URI url, byte[] body, BooleanSupplier more, List<Long> nanos) throws IOException {
        byte[] head = ("POST " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            while (more.getAsBoolean()) {
                long start = System.nanoTime();
                out.write(request);
                boolean right = answer(in);
                long passed = System.nanoTime() - start;
                nanos.add(right ? passed : -passed);
            }
        }
    }

    private static boolean answer(InputStream in) throws IOException {
        boolean right = line(in).contains(" 200 ");
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
        return right;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
