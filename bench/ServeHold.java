import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a server for some time with bodies of 4 MB, with bodies that come slowly, and with single rows, all at once, and counts what became of
 * each: ServeHold URL FILE-WITH-ONE-ROW SECONDS. Prints a line a kind: its name, answered, refused with 503, lost. A valid request is lost
 * where its answer is another one or none.
 */
final class ServeHold {
    private static final int LIMIT = 4 * 1024 * 1024;
    private static final int LARGE = 24;
    private static final int SLOW = 62;
    private static final int SINGLE = 8;
    private static final int SLOW_BYTES = 200_000;
    private static final int PIECES = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final long end;

    private ServeHold(URI url, long seconds) {
        this.url = url;
        this.end = System.nanoTime() + seconds * 1_000_000_000L;
    }

    private static final class Counts {
        final String name;
        final AtomicLong answered = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong lost = new AtomicLong();

        Counts(String name) {
            this.name = name;
        }

        void count(int status, int right) throws InterruptedException {
            if (status == right) {
                answered.incrementAndGet();
            } else if (status == 503) {
                refused.incrementAndGet();
                // Retry-After is a second.
                Thread.sleep(1000);
            } else {
                lost.incrementAndGet();
                System.err.println(name + ": status " + status);
            }
        }

        void lost(IOException e) {
            lost.incrementAndGet();
            System.err.println(name + ": " + e);
        }
    }

    private interface Caller {
        int ask() throws IOException, InterruptedException;
    }

    private Thread caller(Counts counts, int right, Caller caller) {
        Thread thread = new Thread(() -> {
            try {
                while (System.nanoTime() < end) {
                    try {
                        counts.count(caller.ask(), right);
                    } catch (IOException e) {
                        counts.lost(e);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private int ask(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** In pieces, half a second apart. */
    private int askSlowly(byte[] body) throws IOException, InterruptedException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
                    + "Content-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < PIECES; i++) {
                int from = body.length * i / PIECES;
                socket.getOutputStream().write(body, from, body.length * (i + 1) / PIECES - from);
                Thread.sleep(ThreadLocalRandom.current().nextInt(1000));
            }
            InputStream answer = socket.getInputStream();
            String status = new String(answer.readNBytes(12), StandardCharsets.US_ASCII);
            if (status.length() < 12) {
                throw new IOException("no answer but '" + status + "'");
            }
            answer.readAllBytes();
            return Integer.parseInt(status.substring(9));
        }
    }

    private static byte[] rows(String row, int bytes) {
        return ("{\"rows\":[" + (row + ",").repeat(bytes / (row.length() + 1) - 1) + row + "]}").getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] args) throws Exception {
        ServeHold hold = new ServeHold(URI.create(args[0]), Long.parseLong(args[2]));
        String one = Files.readString(Path.of(args[1])).strip();
        String row = one.substring("{\"rows\":[".length(), one.length() - "]}".length());
        byte[] large = rows(row, LIMIT - 100);
        byte[] bushes = ("{\"rows\":[" + "{\"a\":1},".repeat((LIMIT - 40) / 8) + "{}]}").getBytes(StandardCharsets.US_ASCII);
        byte[] slow = rows(row, SLOW_BYTES);
        byte[] single = one.getBytes(StandardCharsets.US_ASCII);
        Counts[] counts = {
            new Counts("4 MB of rows"), new Counts("4 MB of too many rows (413)"), new Counts("200 kB in ten seconds"), new Counts("a row")
        };
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            callers.add(i % 2 == 0 ? hold.caller(counts[0], 200, () -> hold.ask(large)) : hold.caller(counts[1], 413, () -> hold.ask(bushes)));
        }
        for (int i = 0; i < SLOW; i++) {
            callers.add(hold.caller(counts[2], 200, () -> hold.askSlowly(slow)));
        }
        for (int i = 0; i < SINGLE; i++) {
            callers.add(hold.caller(counts[3], 200, () -> hold.ask(single)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        for (Counts count : counts) {
            System.out.println(count.name + ";" + count.answered + ";" + count.refused + ";" + count.lost);
        }
        System.exit(0);
    }
}
