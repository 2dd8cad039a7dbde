package io.jenkins.cd4ml.deploy.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads that are made when all others are busy, up to a limit, and end after half a minute without work: a slow
 * caller holds a thread, and many must be able to be slow without anybody else waiting. Beyond the limit work waits.
 */
final class ElasticThreads {
    private static final int IDLE_SECONDS = 30;

    private ElasticThreads() {}

    static ExecutorService of(String name, int limit) {
        AtomicInteger number = new AtomicInteger();
        Handover waiting = new Handover();
        return new ThreadPoolExecutor(
                0,
                limit,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                waiting,
                work -> {
                    Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (work, pool) -> waiting.keep(work));
    }

    /** Takes work only where an idle thread waits for it; the pool then makes another thread. */
    private static final class Handover extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable work) {
            return tryTransfer(work);
        }

        /** Keeps it until a thread is free. */
        void keep(Runnable work) {
            super.offer(work);
        }
    }
}
