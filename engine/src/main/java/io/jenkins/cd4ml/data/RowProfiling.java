package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.problem.InputException;
import java.io.Closeable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Profiles rows in a thread of its own, so that reading them and counting them go on at the same time; a few thousand rows wait at
 * most. Not thread-safe itself: one reader.
 */
final class RowProfiling implements Closeable {
    private static final int ROWS_A_BATCH = 256;
    private static final int BATCHES = 8;

    private final RowProfiler profiler;
    private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES + 1);
    private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(BATCHES + 1);
    private final Thread thread = new Thread(this::work, "profiler");
    private Batch current;
    private volatile Throwable failure;

    RowProfiling(RowProfiler profiler) {
        this.profiler = profiler;
        thread.setDaemon(true);
    }

    /** Rows on their way; the last one has none. */
    private static final class Batch {
        private final String[][] rows = new String[ROWS_A_BATCH][];
        private final String[] files = new String[ROWS_A_BATCH];
        private final long[] lines = new long[ROWS_A_BATCH];
        private int size;

        void add(String file, String[] values, long line) {
            String[] row = rows[size];
            if (row == null || row.length != values.length) {
                row = new String[values.length];
                rows[size] = row;
            }
            System.arraycopy(values, 0, row, 0, values.length);
            files[size] = file;
            lines[size++] = line;
        }
    }

    /** Takes a row; throws {@link InputException} where an earlier one was found wrong, at the latest a few thousand rows later. */
    void row(String file, String[] values, long line) {
        if (current == null) {
            begin();
        }
        current.add(file, values, line);
        if (current.size == ROWS_A_BATCH) {
            hand(current);
            current = take(empty);
            requireNoFailure();
        }
    }

    private void begin() {
        for (int i = 0; i < BATCHES; i++) {
            empty.add(new Batch());
        }
        current = take(empty);
        thread.start();
    }

    private void hand(Batch batch) {
        try {
            full.put(batch);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static Batch take(BlockingQueue<Batch> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while rows were profiled");
    }

    /**
     * Waits until all rows are profiled. Also to be called when reading fails: rows before the place of the failure may have been
     * wrong, too, and the first thing that is wrong is what is said.
     *
     * @throws InputException naming the first row with a value that its column may not have
     */
    void finish() {
        if (current != null && thread.isAlive()) {
            if (current.size > 0) {
                hand(current);
            }
            hand(new Batch());
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        requireNoFailure();
    }

    private void requireNoFailure() {
        if (failure instanceof InputException problem) {
            throw problem;
        }
        if (failure != null) {
            throw new IllegalStateException("rows could not be profiled", failure);
        }
    }

    private void work() {
        try {
            for (Batch batch = full.take(); batch.size > 0; batch = full.take()) {
                for (int i = 0; i < batch.size && failure == null; i++) {
                    profile(batch, i);
                }
                batch.size = 0;
                empty.put(batch);
            }
        } catch (InterruptedException e) {
            // closed before all rows were there
        }
    }

    private void profile(Batch batch, int row) {
        try {
            profiler.row(batch.files[row], batch.rows[row], batch.lines[row]);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
