import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Starts {@code cd4ml serve}, moves its alias between versions 1 and 2 while callers ask, and prints after so many swaps: their number, the
 * server's resident memory before the first swap, now and at its largest in MB, answers so far, and answers other than 200. Arguments: project,
 * model, file with the body, callers, numbers of swaps.
 */
public final class SwapMemory {
    private static final String ALIAS = "swapped";
    private static final int WARM_UP_SECONDS = 5;
    private static final int SWAP_SECONDS = 60;
    private static final int PAUSE_MILLIS = 10;

    public static void main(String[] args) throws Exception {
        Path project = Path.of(args[0]);
        String model = args[1];
        byte[] body = Files.readAllBytes(Path.of(args[2]));
        int callers = Integer.parseInt(args[3]);
        int[] when = Arrays.stream(args).skip(4).mapToInt(Integer::parseInt).toArray();
        LocalRegistry registry = LocalRegistry.open(project.resolve(".cd4ml"));
        registry.setAlias(model, ALIAS, 1, Action.ALIAS, null);
        Process serve = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.jenkins.cd4ml.cli.Main",
                        "serve",
                        "-C",
                        project.toString(),
                        "--alias",
                        ALIAS)
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("serve.log").toFile())
                .start();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        AtomicBoolean enough = new AtomicBoolean();
        try {
            Announcement server = served(project, serve, "1");
            URI url = URI.create(server.url() + "/v1/models/" + model + ":predict");
            List<List<Long>> answers = new ArrayList<>();
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                List<Long> mine = java.util.Collections.synchronizedList(new ArrayList<>());
                answers.add(mine);
                asking.add(threads.submit(() -> {
                    ServeLoad.ask(url, body, () -> pausedAndGoing(enough), mine);
                    return null;
                }));
            }
            Thread.sleep(1000 * WARM_UP_SECONDS);
            long first = megabytes(server, "VmRSS");
            int swaps = 0;
            for (int count : when) {
                for (; swaps < count; swaps++) {
                    int next = swaps % 2 == 0 ? 2 : 1;
                    registry.setAlias(model, ALIAS, next, Action.ALIAS, null);
                    served(project, serve, "" + next);
                }
                Thread.sleep(1000);
                long all = answers.stream().mapToLong(List::size).sum();
                long wrong = answers.stream()
                        .flatMap(mine -> List.copyOf(mine).stream())
                        .filter(nanos -> nanos < 0)
                        .count();
                System.out.println(swaps + " " + first + " " + megabytes(server, "VmRSS") + " " + megabytes(server, "VmHWM") + " " + all
                        + " " + wrong);
            }
            enough.set(true);
            for (Future<?> caller : asking) {
                caller.get();
            }
        } finally {
            enough.set(true);
            threads.shutdownNow();
            serve.destroy();
            serve.waitFor();
        }
    }

    private static boolean pausedAndGoing(AtomicBoolean enough) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            return false;
        }
        return !enough.get();
    }

    /** Waits until that version is served. */
    private static Announcement served(Path project, Process serve, String version) throws Exception {
        long deadline = System.nanoTime() + SWAP_SECONDS * 1_000_000_000L;
        while (System.nanoTime() < deadline && serve.isAlive()) {
            Optional<Announcement> found = announced(project.resolve(".cd4ml/deploy/" + ALIAS + ".serve/servers"));
            if (found.isPresent()
                    && found.get().serves()
                    && found.get().version().version().equals(version)
                    && found.get().process().alive()) {
                return found.get();
            }
            Thread.sleep(5);
        }
        throw new IOException("version " + version + " is not served: " + Files.readString(project.resolve("serve.log")));
    }

    private static Optional<Announcement> announced(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> file = files.filter(path -> path.toString().matches(".*/serve-[0-9a-f]+\\.json"))
                    .findFirst();
            return file.isPresent() ? Announcement.read(file.get()) : Optional.empty();
        }
    }

    private static long megabytes(Announcement server, String what) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith(what + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
