package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.config.DataSettings.ColumnSettings;
import io.jenkins.cd4ml.data.source.Header;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.Test;

/** Rows that are profiled in several threads. */
public class RowProfilingTest {
    private static final int WIDTH = 7;
    private static final int ROWS = 20_000;
    private static final List<Integer> THREADS = List.of(1, 2, 3, 9);

    private final Map<Integer, Map<Integer, String>> wrong = new TreeMap<>();

    @Test
    public void theNumberOfThreadsChangesNothing() {
        List<String> expected = figures(1);
        assertEquals(WIDTH, expected.size());
        for (int threads : THREADS) {
            assertEquals(expected, figures(threads));
        }
    }

    @Test
    public void theFirstWrongRowIsToldWhicheverThreadIsFaster() {
        wrong(12_001, 3);
        wrong(12_000, 5);
        wrong(12_000, 3);
        wrong(ROWS - 1, 1);
        for (int threads : THREADS) {
            RowProfiler profiler = profiler();
            try (RowProfiling profiling = new RowProfiling(profiler, threads)) {
                IntStream.range(0, ROWS).forEach(row -> give(profiling, row));
                profiling.finish();
            }
            List<String> odd = new ArrayList<>();
            profiler.columns();
            profiler.oddOnes()
                    .forEach(one -> odd.add(one.column().name() + " " + one.count() + " of " + one.present() + " "
                            + one.first().text() + " " + one.first().line()));
            assertEquals(
                    List.of("c1 1 of 18182 wrong 20001", "c3 2 of 18182 wrong 12002", "c5 1 of 18182 wrong 12002"),
                    odd);
            assertEquals(
                    "f.csv:20001: column c1: 'wrong' is not a finite number: correct it, or list it under data.missing if"
                            + " it means 'no value', or declare another type under data.columns",
                    assertThrows(InputException.class, profiler::evenColumns).getMessage());
        }
    }

    @Test
    public void noThreadIsLeftWhereReadingWasCancelled() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<Thread> started = new ArrayList<>();
        try (RowProfiling profiling = new RowProfiling(profiler(), 3)) {
            IntStream.range(0, ROWS).forEach(row -> give(profiling, row));
            started.addAll(Thread.getAllStackTraces().keySet());
            started.removeAll(before);
            started.removeIf(thread -> !thread.getName().startsWith("profiler-"));
        }
        assertEquals(3, started.size());
        for (Thread thread : started) {
            thread.join(60_000);
            assertFalse(thread.getName(), thread.isAlive());
        }
    }

    private void wrong(int row, int column) {
        wrong.computeIfAbsent(row, any -> new TreeMap<>()).put(column, "wrong");
    }

    private RowProfiler profiler() {
        Map<String, ColumnSettings> settings = new TreeMap<>();
        names().forEach(name -> settings.put(name, new ColumnSettings(ColumnType.DECIMAL, false)));
        RowProfiler profiler = new RowProfiler(settings, null);
        profiler.arrange(new Header("f.csv", 1, names()));
        return profiler;
    }

    private static List<String> names() {
        return IntStream.range(0, WIDTH).mapToObj(i -> "c" + i).toList();
    }

    private void give(RowProfiling profiling, int row) {
        String[] values = new String[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            boolean missing = (row + i) % 11 == 0;
            values[i] = missing ? null : Long.toString((row * 7919L + i) % (i < 3 ? 100 : 1_000_003));
        }
        wrong.getOrDefault(row, Map.of()).forEach((column, value) -> values[column] = value);
        profiling.row("f.csv", values, row + 2);
    }

    /** All that is exact; the quantiles' sketch draws at random. */
    private List<String> figures(int threads) {
        RowProfiler profiler = profiler();
        try (RowProfiling profiling = new RowProfiling(profiler, threads)) {
            IntStream.range(0, ROWS).forEach(row -> give(profiling, row));
            profiling.finish();
        }
        assertEquals(ROWS, profiler.rows());
        return profiler.columns().stream()
                .map(column -> figures(column.summary()))
                .toList();
    }

    private static String figures(ColumnSummary summary) {
        return String.join(
                " ",
                summary.name(),
                "" + summary.count(),
                "" + summary.missing(),
                "" + summary.distinct(),
                "" + summary.minimum(),
                "" + summary.maximum(),
                "" + summary.mean(),
                "" + summary.sd());
    }
}
