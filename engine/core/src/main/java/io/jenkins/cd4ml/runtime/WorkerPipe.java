package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.stage.StageContext;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/**
 * A worker that answers: a question is a line on its standard input, the answer bytes on its standard output (see
 * {@link WorkerMain#answer}). It ends when its standard input does, thus with this JVM at the latest.
 */
public final class WorkerPipe implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final WorkerSpec spec;
    private final StageContext context;
    private final Process process;
    private final Scratch scratch;
    private final BufferedWriter questions;
    private final DataInputStream answers;

    private WorkerPipe(WorkerSpec spec, StageContext context, Process process, Scratch scratch) {
        this.spec = spec;
        this.context = context;
        this.process = process;
        this.scratch = scratch;
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
    }

    /** Starts a worker; its runtime packs are fetched where they are not there yet. */
    public static WorkerPipe start(WorkerSpec spec, StageContext context) throws IOException {
        Scratch scratch = Scratch.create();
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            Worker.command(spec, scratch.path(), context.environment(), context.events()))
                    .redirectError(scratch.errors().toFile());
            Worker.configure(builder, context.environment());
            return new WorkerPipe(spec, context, builder.start(), scratch);
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** Asks; the text must be a single line. */
    public void say(String line) throws IOException {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a question is one line");
        }
        questions.write(line + "\n");
        questions.flush();
    }

    public DataInputStream answers() {
        return answers;
    }

    /** What to throw where {@link #say} or {@link #answers()} failed: why the worker ended, if it did. */
    public IOException failure(IOException failure) throws IOException {
        boolean over = failure instanceof EOFException || !process.isAlive();
        if (!over) {
            return failure;
        }
        try {
            Worker.judge(spec, process.waitFor(), null, scratch.errors(), 0, context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        scratch.close();
    }
}
