package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.profile.ColumnTexts;
import io.jenkins.cd4ml.problem.InputException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Profiles rows in threads of their own, so that reading them and counting them go on at the same time. Each thread has columns of its
 * own and sees all of their values in order: the number of threads changes nothing of what is found. A few thousand values wait at
 * most. Not thread-safe itself: one reader.
 */
final class RowProfiling implements Closeable {
    private static final int BATCHES = 4;
    /** Beside so many the reading is what takes longest. */
    private static final int MOST_THREADS = 3;

    private final RowProfiler profiler;
    private final int most;
    private final List<Worker> workers = new ArrayList<>();
    private final BlockingQueue<RowBatch> empty = new ArrayBlockingQueue<>(BATCHES);
    private RowBatch current;
    private volatile Failure failure;

    RowProfiling(RowProfiler profiler) {
        this(profiler, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    RowProfiling(RowProfiler profiler, int threads) {
        this.profiler = profiler;
        this.most = threads;
    }

    /** What went wrong first: in the earliest row, there in the first column. */
    private record Failure(long row, int column, Throwable cause) {
        boolean isBefore(Failure other) {
            return other == null || row < other.row || row == other.row && column < other.column;
        }
    }

    /** Takes a row, missing values being null; throws as {@link #endRow} does. */
    void row(String file, String[] values, long line) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                column(i).add(values[i]);
            }
        }
        endRow(file, line);
    }

    /** A column to which the current row's value is to be added unless it is missing; it is lent until the row ends. */
    ColumnTexts column(int column) {
        if (current == null) {
            begin(profiler.header().names().size());
        }
        return current.column(column);
    }

    /** Takes the row; throws where an earlier one could not be profiled, at the latest a few thousand rows later. */
    void endRow(String file, long line) {
        if (current == null) {
            begin(profiler.header().names().size());
        }
        current.endRow(file, line);
        if (current.isFull()) {
            hand(current);
            current = take();
            if (failure != null) {
                // Another column may be wrong in an earlier row, which its thread has yet to see.
                finish();
            }
        }
    }

    private void begin(int width) {
        for (int i = 0; i < BATCHES; i++) {
            empty.add(new RowBatch(width));
        }
        current = take();
        int threads = Math.max(1, Math.min(width, most));
        for (int i = 0; i < threads; i++) {
            workers.add(new Worker(i, threads, width));
        }
        workers.forEach(Thread::start);
    }

    private void hand(RowBatch batch) {
        batch.begin(profiler.rows(), workers.size());
        profiler.count(batch.size());
        try {
            for (Worker worker : workers) {
                worker.full.put(batch);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private RowBatch take() {
        try {
            return empty.take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while rows were profiled");
    }

    /**
     * Waits until all rows are profiled. Also to be called when reading fails.
     */
    void finish() {
        if (current != null) {
            if (current.size() > 0) {
                hand(current);
            }
            current = null;
            hand(new RowBatch(0));
            try {
                for (Worker worker : workers) {
                    worker.join();
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        requireNoFailure();
    }

    private void requireNoFailure() {
        if (failure == null) {
            return;
        }
        if (failure.cause instanceof InputException problem) {
            throw problem;
        }
        throw new IllegalStateException("rows could not be profiled", failure.cause);
    }

    private synchronized void fail(Failure found) {
        if (found.isBefore(failure)) {
            failure = found;
        }
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }

    /** Every n-th column. */
    private final class Worker extends Thread {
        private final BlockingQueue<RowBatch> full = new ArrayBlockingQueue<>(BATCHES + 1);
        private final List<Integer> columns = new ArrayList<>();

        Worker(int number, int threads, int width) {
            super("profiler-" + (number + 1));
            setDaemon(true);
            for (int column = number; column < width; column += threads) {
                columns.add(column);
            }
        }

        @Override
        public void run() {
            try {
                for (RowBatch batch = full.take(); batch.size() > 0; batch = full.take()) {
                    RowBatch seen = batch;
                    columns.removeIf(column -> fails(column, seen));
                    if (batch.isDone()) {
                        batch.clear();
                        empty.put(batch);
                    }
                }
            } catch (InterruptedException e) {
                // closed before all rows were there
            }
        }

        /** A column that cannot be profiled is looked at no further. */
        private boolean fails(int column, RowBatch batch) {
            try {
                profiler.column(column, batch);
                return false;
            } catch (RuntimeException | Error e) {
                fail(new Failure(batch.first(), column, e));
                return true;
            }
        }
    }
}
