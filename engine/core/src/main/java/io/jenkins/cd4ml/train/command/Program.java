package io.jenkins.cd4ml.train.command;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.problem.ExceptionLine;
import io.jenkins.cd4ml.problem.Excerpt;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.layout.Variables;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.SensitiveValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the user's program to its end. What it prints goes to the log, line by line and masked. */
final class Program {
    /** Time to end by itself after SIGTERM. */
    private static final long GRACE_SECONDS = 10;

    private static final long POLL_MILLISECONDS = 20;

    /** How a shell reports an end by SIGINT and SIGTERM. */
    private static final int INTERRUPTED = 130;

    private static final int TERMINATED = 143;

    private static final int LAST_LINES = 20;
    private static final int LONGEST_LINE = 2000;

    private final StageContext context;
    private final CommandSettings settings;
    private final Mask mask;
    private final SensitiveValues sensitive;
    private final Deque<String> last = new ArrayDeque<>();
    private final ExceptionLine exception = new ExceptionLine();

    /** @param sensitive values that the program is given and that must not be shown */
    Program(StageContext context, CommandSettings settings, SensitiveValues sensitive) {
        this.context = context;
        this.settings = settings;
        this.sensitive = sensitive;
        this.mask = new Mask(context.environment(), settings.environment());
    }

    /**
     * Runs it.
     *
     * @throws InputException where it cannot be started, fails, or takes longer than it may; it is dead by then
     * @throws CancellationException when a stop was asked for; the same
     */
    void run(Path in, Path out) throws IOException, InterruptedException {
        Process process = start(in, out);
        AtomicBoolean ending = new AtomicBoolean();
        Thread hook = new Thread(() -> {
            ending.set(true);
            kill(process);
        });
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out: that is a stop.
            process.destroyForcibly();
            throw new CancellationException("stopped on request");
        }
        Thread reader = new Thread(() -> relay(process.getInputStream()), "program-output");
        reader.setDaemon(true);
        reader.start();
        try {
            await(process);
            reader.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
        } finally {
            kill(process);
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM is on its way out: the hook does its work
            }
        }
        if (process.exitValue() != 0) {
            if (ending.get() || isStopped(process.exitValue())) {
                throw new CancellationException("stopped on request");
            }
            synchronized (last) {
                throw InputException.ofKey(
                        "train.command", settings.run() + " ended with exit code " + process.exitValue() + reason());
            }
        }
    }

    /** Ctrl-C reaches the whole process group: the program may be gone a moment before we hear of it ourselves. */
    private boolean isStopped(int exitCode) throws InterruptedException {
        long end =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(exitCode == INTERRUPTED || exitCode == TERMINATED ? 2 : 0);
        while (!context.cancellation().requested() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
        }
        return context.cancellation().requested();
    }

    /** The exception first: whatever is printed below it, and above the last lines, it is what went wrong. */
    private String reason() {
        String lines = String.join(" | ", last);
        if (exception.text() == null || last.size() == 1) {
            return lines.isEmpty() ? "" : ": " + lines;
        }
        return ": " + exception.text() + "; its last lines: " + lines;
    }

    private Process start(Path in, Path out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(settings.run())
                .directory(context.project().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        context.environment().forEach((name, value) -> {
            if (Mask.passes(name, settings.environment())) {
                environment.put(name, value);
            }
        });
        environment.put(Variables.PROGRAM_INPUT, in.toAbsolutePath().toString());
        environment.put(Variables.PROGRAM_OUTPUT, out.toAbsolutePath().toString());
        environment.put("PYTHONUNBUFFERED", "1");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw InputException.ofKey(
                    "train.command.run",
                    settings.run().get(0) + " cannot be started (" + e.getMessage()
                            + "); name a program that is installed on this machine, or a file of the project");
        }
    }

    private void await(Process process) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.timeout());
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            if (context.cancellation().requested()) {
                end(process);
                throw new CancellationException("stopped on request");
            }
            if (System.nanoTime() > end) {
                end(process);
                throw InputException.ofKey(
                        "train.command.timeout",
                        settings.run() + " did not end within " + settings.timeout()
                                + " s and was stopped; give it more time, or less to do");
            }
        }
    }

    /** First the polite signal, then the other one. */
    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        kill(process);
        process.waitFor();
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void relay(InputStream output) {
        try (Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
            OutputLines lines = new OutputLines(reader);
            for (OutputLines.Line line = lines.next(); line != null; line = lines.next()) {
                String shown = shown(line);
                context.events().message(shown);
                synchronized (last) {
                    exception.accept(shown);
                    last.addLast(shown);
                    if (last.size() > LAST_LINES) {
                        last.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // the program died while it spoke; its exit code tells the rest
        }
    }

    private String shown(OutputLines.Line line) {
        String masked = line.isCut() ? mask.applyToBeginning(line.text()) : mask.apply(line.text());
        String shown = Excerpt.of(sensitive.hide(masked), LONGEST_LINE);
        return line.isCut()
                ? shown + String.format(Locale.ROOT, " (cut: a line of %,d characters)", line.length())
                : shown;
    }
}
