package io.jenkins.cd4ml.deploy.batching;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.BatchSettings;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.After;
import org.junit.Test;

/** Requests that come while the model works. The model here doubles x, and waits for a permit before each run. */
public class BatcherTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("x", ColumnType.DECIMAL, false),
            new Column("day", ColumnType.DATE, false),
            new Column("colour", ColumnType.CATEGORY, false)));

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final Semaphore permits = new Semaphore(0);
    private final List<List<Double>> runs = Collections.synchronizedList(new ArrayList<>());

    @After
    public void end() {
        callers.shutdownNow();
    }

    private Predictions model(Table rows) {
        double[] x = ((ColumnValues.Numbers) rows.column("x")).values();
        List<Double> run = new ArrayList<>();
        for (double value : x) {
            run.add(value);
        }
        runs.add(run);
        permits.acquireUninterruptibly();
        double[][] values = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            if (x[i] < 0) {
                throw new InputException("x is below 0");
            }
            assertEquals((long) x[i], ((ColumnValues.Dates) rows.column("day")).epochDays()[i]);
            assertEquals("c" + (long) x[i], rows.column("colour").text(i));
            values[i] = new double[] {(float) (2 * x[i])};
        }
        return new Predictions(List.of(), values);
    }

    private Batcher batcher(int rows, int queue) {
        return new Batcher(this::model, new BatchSettings(rows, 0, queue), 1, size -> {});
    }

    private static Table table(double... x) {
        long[] days = new long[x.length];
        String[] colours = new String[x.length];
        for (int i = 0; i < x.length; i++) {
            days[i] = (long) x[i];
            colours[i] = "c" + days[i];
        }
        return new Table(
                SCHEMA,
                List.of(new ColumnValues.Numbers(x), new ColumnValues.Dates(days), new ColumnValues.Texts(colours)),
                new long[x.length]);
    }

    private Future<double[]> ask(Batcher batcher, double... x) throws InterruptedException {
        int before = batcher.waiting();
        Future<double[]> asked = callers.submit(() -> {
            try (Batcher.Coming coming = batcher.coming()) {
                Predictions predictions = coming.predict(table(x));
                double[] answers = new double[predictions.rows()];
                for (int i = 0; i < answers.length; i++) {
                    answers[i] = predictions.values()[i][0];
                }
                return answers;
            }
        });
        Await.until("the request is inside", () -> batcher.waiting() == before + 1);
        return asked;
    }

    @Test
    public void joinsWhatComesMeanwhileAndGivesEachItsOwn() throws Exception {
        Batcher batcher = batcher(4, 10);
        Future<double[]> first = ask(batcher, 1);
        Await.until("the model works", () -> runs.size() == 1);
        Future<double[]> second = ask(batcher, 2, 3);
        Future<double[]> third = ask(batcher, 4);
        Future<double[]> fourth = ask(batcher, 5, 6);
        permits.release(10);
        assertArrayEquals(new double[] {2}, first.get(), 0);
        assertArrayEquals(new double[] {4, 6}, second.get(), 0);
        assertArrayEquals(new double[] {8}, third.get(), 0);
        assertArrayEquals(new double[] {10, 12}, fourth.get(), 0);
        assertEquals(List.of(List.of(1.0), List.of(2.0, 3.0, 4.0), List.of(5.0, 6.0)), runs);
        assertEquals(0, batcher.waiting());
    }

    @Test
    public void aLargeRequestTakesTurnsWithSmallOnes() throws Exception {
        Batcher batcher = batcher(2, 10);
        Future<double[]> large = ask(batcher, 1, 2, 3, 4, 5, 6, 7, 8);
        Await.until("the model works", () -> runs.size() == 1);
        Future<double[]> small = ask(batcher, 9);
        permits.release(10);
        assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12, 14, 16}, large.get(), 0);
        assertArrayEquals(new double[] {18}, small.get(), 0);
        assertTrue("" + runs, runs.get(2).contains(9.0));
    }

    @Test
    public void oneBadRequestFailsAlone() throws Exception {
        Batcher batcher = batcher(8, 10);
        Future<double[]> first = ask(batcher, 1);
        Await.until("the model works", () -> runs.size() == 1);
        Future<double[]> good = ask(batcher, 2);
        Future<double[]> bad = ask(batcher, -1);
        Future<double[]> alsoGood = ask(batcher, 3);
        permits.release(10);
        assertArrayEquals(new double[] {2}, first.get(), 0);
        assertArrayEquals(new double[] {4}, good.get(), 0);
        assertArrayEquals(new double[] {6}, alsoGood.get(), 0);
        ExecutionException e = assertThrows(ExecutionException.class, bad::get);
        assertEquals("x is below 0", e.getCause().getMessage());
        assertEquals(0, batcher.waiting());
    }

    @Test
    public void refusesWhatWouldOnlyWait() throws Exception {
        Batcher batcher = batcher(8, 2);
        Future<double[]> first = ask(batcher, 1);
        Future<double[]> second = ask(batcher, 2);
        try (Batcher.Coming third = batcher.coming()) {
            assertThrows(QueueFullException.class, () -> third.predict(table(3)));
        }
        permits.release(10);
        assertArrayEquals(new double[] {2}, first.get(), 0);
        assertArrayEquals(new double[] {4}, second.get(), 0);
    }

    @Test
    public void oneRowMeansEachOnItsOwnAndWhole() throws Exception {
        Batcher batcher = batcher(1, 10);
        Future<double[]> first = ask(batcher, 1, 2, 3);
        Await.until("the model works", () -> runs.size() == 1);
        Future<double[]> second = ask(batcher, 4);
        Future<double[]> third = ask(batcher, 5, 6);
        permits.release(10);
        assertArrayEquals(new double[] {2, 4, 6}, first.get(), 0);
        assertArrayEquals(new double[] {8}, second.get(), 0);
        assertArrayEquals(new double[] {10, 12}, third.get(), 0);
        assertEquals(List.of(List.of(1.0, 2.0, 3.0), List.of(4.0), List.of(5.0, 6.0)), runs);
    }

    @Test
    public void waitsForARequestThatIsBeingReadAndNotForOneThatWentAway() throws Exception {
        Batcher batcher = new Batcher(this::model, new BatchSettings(4, 1000_000, 10), 1, size -> {});
        permits.release(10);
        Batcher.Coming reading = batcher.coming();
        Batcher.Coming away = batcher.coming();
        Future<double[]> first = ask(batcher, 1);
        assertTrue(runs.isEmpty());
        away.close();
        assertArrayEquals(
                new double[] {8}, new double[] {reading.predict(table(4)).values()[0][0]}, 0);
        assertArrayEquals(new double[] {2}, first.get(), 0);
        assertEquals(List.of(List.of(1.0, 4.0)), runs);
    }
}
