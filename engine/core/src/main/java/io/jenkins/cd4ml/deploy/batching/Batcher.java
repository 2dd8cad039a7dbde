package io.jenkins.cd4ml.deploy.batching;

import io.jenkins.cd4ml.config.BatchSettings;
import io.jenkins.cd4ml.deploy.batching.Waiting.Slice;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Joins requests that come at the same time into one run of the model. There is no thread between a request and its run: a
 * request that finds the model free runs at once, on its own thread, with everything that waits beside it; those that come
 * meanwhile wait and are the next run together. So an idle server adds nothing to a request, and a busy one works in batches
 * as large as its load.
 *
 * <p>Requests take turns: one with more rows than a run holds gets one run and goes to the end of the queue, so that it does
 * not hold up small ones. A run that fails is made again request by request, so that each gets its own answer or its own
 * failure.
 */
public final class Batcher {
    private final Function<Table, Predictions> model;
    private final BatchSettings settings;
    private final int parallel;
    private final IntConsumer ran;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private int inside;
    private int coming;
    private int running;

    /**
     * Prepares a queue.
     *
     * @param model predicts rows, in {@code parallel} threads at once
     * @param parallel runs at the same time
     * @param ran hears the number of rows of every run
     */
    public Batcher(Function<Table, Predictions> model, BatchSettings settings, int parallel, IntConsumer ran) {
        this.model = model;
        this.settings = settings;
        this.parallel = parallel;
        this.ran = ran;
    }

    /** A request that is being read, which a run may wait for. Closing it without a prediction is fine. */
    public final class Coming implements AutoCloseable {
        private boolean here;

        /**
         * Predicts its rows, maybe together with those of others.
         *
         * @throws QueueFullException when too many requests wait already
         * @throws RuntimeException what the model threw for these rows
         */
        public Predictions predict(Table rows) throws QueueFullException, InterruptedException {
            lock.lock();
            try {
                arrive();
                return inQueue(rows);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                arrive();
            } finally {
                lock.unlock();
            }
        }

        private void arrive() {
            if (!here) {
                here = true;
                coming--;
                arrived.signalAll();
            }
        }
    }

    /** Tells that a request is on its way. */
    public Coming coming() {
        lock.lock();
        try {
            coming++;
            return new Coming();
        } finally {
            lock.unlock();
        }
    }

    /** Requests that wait or run now. */
    public int waiting() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }

    private Predictions inQueue(Table rows) throws QueueFullException, InterruptedException {
        if (inside >= settings.queue()) {
            throw new QueueFullException(settings.queue());
        }
        Waiting mine = new Waiting(rows, lock.newCondition());
        inside++;
        queue.add(mine);
        try {
            while (!mine.done()) {
                if (running < parallel && mine.left() > 0) {
                    lead();
                } else {
                    mine.changed().await();
                }
            }
            return mine.result();
        } finally {
            inside--;
            queue.remove(mine);
            wakeNext();
        }
    }

    /** One run, by the thread of a request that waits. */
    private void lead() throws InterruptedException {
        running++;
        try {
            gather();
            List<Slice> batch = take();
            if (!batch.isEmpty()) {
                run(batch);
            }
        } finally {
            running--;
            wakeNext();
        }
    }

    private void wakeNext() {
        if (running < parallel && !queue.isEmpty()) {
            queue.peek().changed().signal();
        }
    }

    /** Waits for requests that are being read, as long as there are any, there is room, and not for long. */
    private void gather() throws InterruptedException {
        long left = joins() ? TimeUnit.MILLISECONDS.toNanos(settings.waitMillis()) : 0;
        while (left > 0 && coming > 0 && rowsWaiting() < settings.rows()) {
            left = arrived.awaitNanos(left);
        }
    }

    private int rowsWaiting() {
        int rows = 0;
        for (Waiting request : queue) {
            rows += request.left();
        }
        return rows;
    }

    private boolean joins() {
        return settings.rows() > 1;
    }

    /** Whole requests in their order, as many as fit; of one that can never fit, what fits now. */
    private List<Slice> take() {
        List<Slice> batch = new ArrayList<>();
        int room = settings.rows();
        while (!queue.isEmpty()) {
            Waiting next = queue.peek();
            boolean large = joins() && next.left() > settings.rows();
            int count = large ? room : next.left();
            if (!batch.isEmpty() && (count > room || room == 0)) {
                break;
            }
            queue.remove();
            if (next.left() > 0) {
                batch.add(next.take(count));
                room -= count;
            }
            if (next.left() > 0) {
                queue.add(next);
            }
            if (!joins() || large) {
                break;
            }
        }
        return batch;
    }

    /** Gives up the lock while the model works. */
    private void run(List<Slice> batch) {
        List<Table> tables = batch.stream().map(Slice::rows).toList();
        Predictions predictions = null;
        RuntimeException failure = null;
        lock.unlock();
        try {
            predictions = model.apply(Rows.join(tables));
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            failure = new IllegalStateException("the model failed: " + e, e);
        } finally {
            lock.lock();
        }
        if (failure == null) {
            ran.accept(predictions.rows());
            int at = 0;
            for (Slice slice : batch) {
                slice.request().answer(slice, predictions, at);
                at += slice.size();
            }
        } else if (batch.size() == 1) {
            batch.get(0).request().fail(failure);
        } else {
            for (Slice slice : batch) {
                run(List.of(slice));
            }
        }
    }
}
