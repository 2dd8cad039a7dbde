package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A worker that runs, with its temporary files; dead when it is closed, and when this JVM ends. */
final class WorkerProcess implements Closeable {
    private static final int MILLISECONDS_BETWEEN_CHECKS = 100;

    private final Process process;
    private final Scratch scratch;
    private final EventRelay relay;
    private final Thread hook;
    private volatile boolean ending;
    private EventRelay.Listener listener;
    private final AtomicLong memory = new AtomicLong();
    private final AtomicInteger works = new AtomicInteger();

    private WorkerProcess(Process process, Scratch scratch, EventRelay relay) {
        this.process = process;
        this.scratch = scratch;
        this.relay = relay;
        this.hook = new Thread(() -> {
            ending = true;
            process.destroyForcibly();
        });
    }

    /**
     * Starts it with its first work, which {@link #await} waits for.
     *
     * @param kept whether it goes on to the next work after that
     */
    static WorkerProcess start(WorkerSpec spec, StageContext context, boolean kept) throws IOException {
        Scratch scratch = Scratch.create();
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            Worker.command(spec, scratch.path(), context.environment(), context.events()))
                    .redirectError(scratch.errors().toFile());
            Worker.configure(builder, context.environment());
            if (kept) {
                builder.environment().put(WorkerMain.KEPT, "true");
            }
            Process process = builder.start();
            WorkerProcess worker = new WorkerProcess(process, scratch, new EventRelay(process.getInputStream()));
            worker.listener = worker.relay.listen(context.events());
            worker.relay.start();
            try {
                Runtime.getRuntime().addShutdownHook(worker.hook);
            } catch (IllegalStateException e) {
                // The JVM is on its way out: that is a stop.
                worker.close();
                throw new CancellationException("stopped on request");
            }
            return worker;
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** Gives it the next work; false where it has ended meanwhile, and nothing was done. */
    boolean next(WorkerSpec spec, StageContext context) throws InterruptedException {
        listener = relay.listen(context.events());
        try {
            OutputStream requests = process.getOutputStream();
            String request =
                    Protocol.writeLine(new WorkerMain.Request(spec.main().getName(), spec.arguments()));
            requests.write((request + "\n").getBytes(StandardCharsets.UTF_8));
            requests.flush();
        } catch (IOException e) {
            return false;
        }
        while (!listener.hasBegun()
                && process.isAlive()
                && !context.cancellation().requested()) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        return process.isAlive() || listener.hasBegun();
    }

    /** Waits for the end of its work, and judges it as {@link Worker#run} says. */
    void await(WorkerSpec spec, StageContext context, long errorsBefore) throws IOException, InterruptedException {
        CompletableFuture<?> end = CompletableFuture.anyOf(listener.done(), process.onExit());
        while (!end.isDone()) {
            try {
                end.get(MILLISECONDS_BETWEEN_CHECKS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (context.cancellation().requested()) {
                    process.destroyForcibly().waitFor();
                    throw new CancellationException("stopped on request");
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        works.incrementAndGet();
        if (listener.done().isDone()) {
            memory.set(listener.done().join());
        } else {
            relay.join();
            if (process.exitValue() != 0 && ending) {
                // killed by the hook, perhaps before the other one has asked for the stop
                throw new CancellationException("stopped on request");
            }
            Worker.judge(spec, process.exitValue(), listener.problem(), scratch.errors(), errorsBefore, context);
        }
        listener.requireHeard();
    }

    /** Bytes that its works have written to its standard error so far. */
    long errors() throws IOException {
        return Files.size(scratch.errors());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How many works it has done. */
    int works() {
        return works.get();
    }

    /** Bytes of memory that it had taken after its last work. */
    long memory() {
        return memory.get();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is already on its way out: the hook does its work
        }
        scratch.close();
    }
}
