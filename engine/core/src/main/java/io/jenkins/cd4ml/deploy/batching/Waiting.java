package io.jenkins.cd4ml.deploy.batching;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.Table;
import java.util.concurrent.locks.Condition;

/** A request in the queue: which of its rows have been taken, which answered. Guarded by the batcher's lock. */
final class Waiting {
    private final Table rows;
    private final double[][] values;
    private final Condition changed;
    private int taken;
    private int answered;
    private Predictions sample;
    private RuntimeException failure;

    Waiting(Table rows, Condition changed) {
        this.rows = rows;
        this.values = new double[rows.rows()][];
        this.changed = changed;
    }

    /** Some rows of a request that go into one run. */
    record Slice(Waiting request, int from, Table rows) {
        int size() {
            return rows.rows();
        }
    }

    /** Rows that nobody has taken yet. */
    int left() {
        return failure == null ? rows.rows() - taken : 0;
    }

    Slice take(int count) {
        int from = taken;
        taken += count;
        return new Slice(this, from, count == rows.rows() ? rows : Rows.range(rows, from, taken));
    }

    /** Answers a slice by the rows from {@code first} on of a run's predictions. */
    void answer(Slice slice, Predictions predictions, int first) {
        System.arraycopy(predictions.values(), first, values, slice.from(), slice.size());
        sample = predictions;
        answered += slice.size();
        changed.signal();
    }

    /** The first failure counts; what has not been taken stays so. */
    void fail(RuntimeException problem) {
        failure = failure == null ? problem : failure;
        changed.signal();
    }

    boolean done() {
        return failure != null || answered == rows.rows();
    }

    Condition changed() {
        return changed;
    }

    Predictions result() {
        if (failure != null) {
            throw failure;
        }
        return sample.with(values);
    }
}
