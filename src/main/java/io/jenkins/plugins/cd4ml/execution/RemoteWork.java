package io.jenkins.plugins.cd4ml.execution;

import hudson.model.Computer;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;

/** Work on an agent, done beside the thread that waits for it: the wait has an end, whatever the connection does. */
final class RemoteWork {
    private static final Logger LOGGER = Logger.getLogger(RemoteWork.class.getName());

    private RemoteWork() {}

    /** Waits for the work. When the thread is interrupted so is the work, which is given some seconds to end. */
    static <T> T await(long seconds, Callable<T> work) throws IOException, InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Future<T> future = start(work, over);
        try {
            return get(future, new Headway(seconds));
        } catch (InterruptedException e) {
            future.cancel(true);
            if (!over.await(Patience.STOP_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.fine("work on an agent goes on after its time");
            }
            throw e;
        }
    }

    /** Waits for the work, however often the thread is interrupted: it learns of that afterwards. */
    static <T> T finish(long seconds, Callable<T> work) throws IOException {
        return finish(new Headway(seconds), work);
    }

    /** Likewise, as long as the work makes headway. */
    static <T> T finish(Headway headway, Callable<T> work) throws IOException {
        Future<T> future = start(work, new CountDownLatch(1));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return get(future, headway);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> Future<T> start(Callable<T> work, CountDownLatch over) {
        return Computer.threadPoolForRemoting.submit(() -> {
            try {
                return work.call();
            } finally {
                over.countDown();
            }
        });
    }

    private static <T> T get(Future<T> future, Headway headway) throws IOException, InterruptedException {
        while (true) {
            try {
                return future.get(headway.left(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (headway.left() <= 0) {
                    future.cancel(true);
                    throw new IOException(Messages.RemoteWork_noAnswer(), e);
                }
            } catch (ExecutionException e) {
                throw rethrown(e);
            }
        }
    }

    private static IOException rethrown(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return new IOException(cause);
    }
}
