package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trials side by side, by number. When one ends in a fault, or the stage is to stop, the others are stopped, too; all have ended when this
 * is closed.
 *
 * @param <T> what a trial ends in
 */
final class TrialPool<T> implements AutoCloseable {
    private final ExecutorService threads;
    private final List<Future<T>> trials = new ArrayList<>();
    private final Cancellation asked;
    private volatile boolean stopped;

    TrialPool(int width, Cancellation asked) {
        this.threads = Executors.newFixedThreadPool(width, task -> {
            Thread thread = new Thread(task, "trial");
            thread.setDaemon(true);
            return thread;
        });
        this.asked = asked;
    }

    /** The stage's context for trials: they also stop when this does. */
    StageContext within(StageContext context) {
        return new StageContext(
                context.project(),
                context.run(),
                context.configuration(),
                context.events(),
                () -> stopped || asked.requested(),
                context.clock(),
                context.environment(),
                context.kept());
    }

    void begin(Callable<T> trial) {
        trials.add(threads.submit(trial));
    }

    /** What the trial of that number, the first is 1, ended in; waits for it. */
    T ended(int number) throws IOException, InterruptedException {
        try {
            return trials.get(number - 1).get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof InterruptedException interruption) {
                throw interruption;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) cause;
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        boolean interrupted = false;
        for (Future<T> trial : trials) {
            boolean open = true;
            while (open) {
                try {
                    trial.get();
                    open = false;
                } catch (ExecutionException e) {
                    open = false; // told by ended(), or an echo of being stopped
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
