package io.jenkins.plugins.cd4ml.registry;

import static io.jenkins.plugins.cd4ml.registry.Models.build;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Many builds at the same moment. */
public class ConcurrentChangesTest {
    private static final int BUILDS = 8;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ModelRegistry registry;

    @Before
    public void open() {
        registry = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
    }

    @Test
    public void eachPackageGetsANumberOfItsOwn() throws Exception {
        List<Object> numbers =
                atOnce(number -> () -> Models.register(registry, "weather", "p" + number, build("train", number)));
        assertEquals(
                BUILDS, new TreeSet<>(numbers.stream().map(Object::toString).toList()).size());
        ModelSummary model = registry.model("weather").orElseThrow();
        assertEquals(BUILDS, model.versionCount());
        assertEquals(BUILDS, model.newest().version());
        open();
        assertEquals(
                "and so it stands in the files",
                model,
                registry.model("weather").orElseThrow());
    }

    @Test
    public void theSamePackageIsOneVersion() throws Exception {
        List<Object> numbers =
                atOnce(number -> () -> Models.register(registry, "weather", "same", build("train", number)));
        assertEquals(BUILDS, numbers.stream().filter(Integer.valueOf(1)::equals).count());
        assertEquals(1, registry.model("weather").orElseThrow().versionCount());
    }

    @Test
    public void ofManyPromotionsOneWins() throws Exception {
        for (int number = 1; number <= BUILDS; number++) {
            Models.register(registry, "weather", "p" + number, build("train", number));
        }
        List<Object> ends = atOnce(number -> () -> {
            Models.promote(registry, "weather", "production", number, null, build("train", number), null);
            return number;
        });
        List<Object> winners = ends.stream().filter(Integer.class::isInstance).toList();
        assertEquals(1, winners.size());
        int champion =
                registry.model("weather").orElseThrow().champion("production").version();
        assertEquals(winners.get(0), champion);
        for (Object end : ends) {
            assertTrue(
                    end.toString(),
                    end.equals(champion)
                            || end.toString().contains("is served by version " + champion + " now, and by none"));
        }
        assertEquals(
                1,
                registry.history("weather").stream()
                        .filter(entry -> entry.action() == Action.PROMOTE)
                        .count());
    }

    /** What each gives, or how it fails. */
    private static List<Object> atOnce(IntFunction<Callable<Object>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(BUILDS);
        ExecutorService pool = Executors.newFixedThreadPool(BUILDS);
        try {
            List<Future<Object>> running = new ArrayList<>();
            for (int number = 1; number <= BUILDS; number++) {
                Callable<Object> one = work.apply(number);
                running.add(pool.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            List<Object> ends = new ArrayList<>();
            for (Future<Object> future : running) {
                try {
                    ends.add(future.get());
                } catch (ExecutionException e) {
                    ends.add(e.getCause());
                }
            }
            return ends;
        } finally {
            pool.shutdownNow();
        }
    }
}
