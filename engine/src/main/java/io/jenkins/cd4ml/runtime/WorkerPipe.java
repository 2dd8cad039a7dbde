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
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A worker that answers: a question is a line on its standard input, the answer bytes on its standard output (see
 * {@link WorkerMain#answer}). It ends when its standard input does, thus with this JVM at the latest.
 */
public final class WorkerPipe implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final WorkerSpec spec;
    private final StageContext context;
    private final Process process;
    private final Path errors;
    private final BufferedWriter questions;
    private final DataInputStream answers;

    private WorkerPipe(WorkerSpec spec, StageContext context, Process process, Path errors) {
        this.spec = spec;
        this.context = context;
        this.process = process;
        this.errors = errors;
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
    }

    /** Starts a worker; its runtime packs are fetched where they are not there yet. */
    public static WorkerPipe start(WorkerSpec spec, StageContext context) throws IOException {
        Path errors = Files.createTempFile("cd4ml-worker", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(Worker.command(spec, context.environment(), context.events()))
                    .redirectError(errors.toFile());
            Worker.configure(builder, context.environment());
            return new WorkerPipe(spec, context, builder.start(), errors);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(errors);
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
            Worker.judge(spec, process.waitFor(), null, errors, context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(errors);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // A file in the temporary folder is left behind.
        }
    }
}
