package io.jenkins.cd4ml.remote;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does something with a remote store up to four times, with a pause that doubles. Each attempt has a thread of its own, so that a
 * stop asked for ends it within seconds, and so does a connection on which nothing moves any more.
 */
final class Attempts {
    private static final int MOST = 4;
    private static final long LOOK_MILLIS = 50;
    /** Slower than any modem that is still in use. */
    private static final long LEAST_BYTES_A_SECOND = 1024;

    /** For an attempt that is stopped to take back what it began, such as the parts of an object. */
    private static final long FAREWELL_MILLIS = 5000;

    private final String address;
    private final Cancellation cancellation;
    private final EventSink events;
    private final RetryTimes times;

    /** What is tried. */
    @FunctionalInterface
    interface Attempt<T> {
        T run(Transfer transfer) throws IOException, InterruptedException;
    }

    Attempts(String address, Cancellation cancellation, EventSink events, RetryTimes times) {
        this.address = address;
        this.cancellation = cancellation;
        this.events = events;
        this.times = times;
    }

    /**
     * The outcome of the first attempt that has one.
     *
     * @throws InputException with a sentence where none has
     * @throws CancellationException when a stop was asked for
     */
    <T> T run(Attempt<T> attempt) throws IOException {
        long pause = times.pause().toMillis();
        for (int number = 1; ; number++) {
            try {
                return once(attempt);
            } catch (RemoteProblem e) {
                if (!e.isPassing()) {
                    throw new InputException("the store " + address + " " + e.getMessage());
                }
                if (number == MOST) {
                    throw new InputException(
                            "the store " + address + " " + e.getMessage() + "; tried " + MOST + " times");
                }
                events.warning("the store " + address + " " + e.getMessage() + "; trying again");
            }
            await(pause);
            pause *= 2;
        }
    }

    private <T> T once(Attempt<T> attempt) throws IOException {
        Transfer transfer = new Transfer();
        FutureTask<T> task = new FutureTask<>(() -> attempt.run(transfer));
        Thread thread = new Thread(task, "store");
        thread.setDaemon(true);
        thread.start();
        // In each window so many bytes must move: one byte a minute is a connection that drips for ever.
        long least = Math.max(1, LEAST_BYTES_A_SECOND * times.stall().toMillis() / 1000);
        long moved = 0;
        long since = System.nanoTime();
        while (true) {
            try {
                cancellation.check();
                return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (transfer.bytes() - moved >= least) {
                    moved = transfer.bytes();
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > times.stall().toNanos()) {
                    end(task, thread);
                    long bytes = transfer.bytes() - moved;
                    String seconds = times.stall().toSeconds() + " s";
                    throw RemoteProblem.passing(
                            bytes == 0
                                    ? "has not moved a byte for " + seconds
                                    : "has moved only " + bytes + " bytes in " + seconds + ", fewer than "
                                            + LEAST_BYTES_A_SECOND + " a second");
                }
            } catch (CancellationException e) {
                end(task, thread);
                throw e;
            } catch (InterruptedException e) {
                end(task, thread);
                Thread.currentThread().interrupt();
                throw new CancellationException("stopped on request");
            } catch (ExecutionException e) {
                throw failed(e.getCause());
            }
        }
    }

    /** The thread is waited for, not the task: that one counts as done as soon as it is cancelled. */
    private static void end(FutureTask<?> task, Thread thread) {
        task.cancel(true);
        try {
            thread.join(FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that the network does to a connection may be over at the next attempt. */
    private static IOException failed(Throwable cause) throws IOException {
        if (cause instanceof RemoteProblem problem) {
            return problem;
        }
        if (cause instanceof LocalProblem problem) {
            return problem.getCause();
        }
        if (cause instanceof FileSystemException local) {
            return local;
        }
        if (cause instanceof UncheckedIOException local) {
            return local.getCause();
        }
        if (cause instanceof IOException) {
            return RemoteProblem.passing("cannot be reached: " + words(cause));
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(cause);
    }

    private static String words(Throwable cause) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = cause; each != null && !causes.contains(each); each = each.getCause()) {
            causes.add(each);
        }
        if (causes.stream()
                .anyMatch(e -> e instanceof UnknownHostException || e instanceof UnresolvedAddressException)) {
            return "no such host";
        }
        if (causes.stream().anyMatch(HttpConnectTimeoutException.class::isInstance)) {
            return "no answer";
        }
        Throwable root = causes.get(causes.size() - 1);
        return root.getMessage() != null
                ? root.getMessage()
                : cause instanceof ConnectException
                        ? "connection refused"
                        : root.getClass().getSimpleName();
    }

    private void await(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < until) {
            cancellation.check();
            try {
                TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_MILLIS, millis));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("stopped on request");
            }
        }
    }
}
