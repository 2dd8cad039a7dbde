package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Removal;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;

/**
 * Runs classes of ours in JVMs of their own. Native libraries are loaded only there: a crash, a leak or the kernel's
 * out-of-memory killer ends the worker, and the stage says so in a sentence.
 */
public final class Worker {
    private static final int SIGNAL = 128;
    private static final int INTERRUPTED = SIGNAL + 2;
    private static final int KILLED = SIGNAL + 9;
    private static final int TERMINATED = SIGNAL + 15;
    private static final Pattern SECRET = Pattern.compile(
            "CD4ML_(STORE|MIRROR)_(USER|PASSWORD|TOKEN)|AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)");
    private static final int ERROR_LINES = 30;

    /** SIGILL, SIGABRT (what a JVM ends in that has crashed), SIGBUS, SIGFPE, SIGSEGV. */
    private static final Set<Integer> CRASHES = Set.of(4, 6, 7, 8, 11);

    private Worker() {}

    /**
     * Does a work in a process of its own, and relays its events. Where the command keeps processes ({@link StageContext#kept}), one that has
     * succeeded waits for the next work of its kind, with the same runtime packs, options and environment; one that has not is dead. Processes
     * end when this JVM does, however that happens.
     *
     * @throws InputException where the worker found the input wrong
     * @throws CancellationException when the context's cancellation was asked for; the worker is dead by then
     * @throws WorkerFailure on any other end but success
     */
    public static void run(StageContext context, WorkerSpec spec) throws IOException, InterruptedException {
        WorkerPool pool = WorkerPool.of(context);
        if (pool == null) {
            runAlone(context, spec);
            return;
        }
        context.cancellation().check();
        WorkerPool.Kind kind = WorkerPool.Kind.of(spec, context);
        for (WorkerProcess idle = pool.take(kind); idle != null; idle = pool.take(kind)) {
            long errors = idle.errors();
            // One that was killed while it waited is no fault of this work.
            if (idle.next(spec, context)) {
                finish(idle, pool, kind, spec, context, errors);
                return;
            }
            idle.close();
        }
        finish(WorkerProcess.start(spec, context, true), pool, kind, spec, context, 0);
    }

    /** Likewise in a process that has done nothing else before. */
    public static void runAlone(StageContext context, WorkerSpec spec) throws IOException, InterruptedException {
        context.cancellation().check();
        try (WorkerProcess process = WorkerProcess.start(spec, context, false)) {
            process.await(spec, context, 0);
        }
    }

    /** Bytes of memory that workers hold which wait for their next work: those of its kind, or others that could be ended. */
    public static long idleBytes(StageContext context) {
        WorkerPool pool = WorkerPool.of(context);
        return pool == null ? 0 : pool.idleBytes();
    }

    private static void finish(
            WorkerProcess process,
            WorkerPool pool,
            WorkerPool.Kind kind,
            WorkerSpec spec,
            StageContext context,
            long errors)
            throws IOException, InterruptedException {
        boolean succeeded = false;
        try {
            process.await(spec, context, errors);
            succeeded = true;
        } finally {
            if (succeeded) {
                pool.put(kind, process);
            } else {
                process.close();
            }
        }
    }

    /**
     * Starts a worker that outlives this JVM and is not touched by Ctrl-C; its standard output and errors go to the log.
     *
     * @param temporary its folder for temporary files, which is emptied first: nobody waits for its end to do so
     * @param events hears when a runtime pack must be fetched
     */
    public static LaunchedProcess launch(
            WorkerSpec spec, Path temporary, Path logFile, Map<String, String> environment, EventSink events)
            throws IOException {
        Removal.of(temporary);
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>();
        if (File.separatorChar == '/') {
            // Signals ignored here stay ignored across exec: the terminal's Ctrl-C and hang-up do not reach the server.
            command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "cd4ml"));
        }
        command.addAll(command(spec, temporary, environment, events));
        Files.createDirectories(logFile.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nullDevice()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        configure(builder, environment);
        builder.environment().put(WorkerMain.DETACHED, "true");
        Process process = builder.start();
        return new LaunchedProcess(process.pid(), process.info().startInstant().orElse(null));
    }

    static List<String> command(WorkerSpec spec, Path temporary, Map<String, String> environment, EventSink events)
            throws IOException {
        List<String> classPath = new ArrayList<>();
        classPath.add(System.getProperty("java.class.path"));
        Packs packs = new Packs(environment, events);
        for (String pack : spec.packs()) {
            List<Path> jars = packs.resolve(pack);
            jars.forEach(jar -> classPath.add(jar.toString()));
            packs.prepare(pack, djlCache(environment), jars);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(sharedClasses(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.add("-Dfile.encoding=UTF-8");
        // A crash leaves its report elsewhere than in the project.
        command.add("-XX:ErrorFile=" + crashFile("%p"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(spec.jvmOptions());
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath));
        command.add(spec.main().getName());
        command.addAll(spec.arguments());
        return command;
    }

    /** The archive of loaded classes that this JVM was started with, if any: a worker starts with our jar, too, and so in less time. */
    static List<String> sharedClasses(List<String> own) {
        List<String> archive = own.stream()
                .filter(option -> option.startsWith("-XX:SharedArchiveFile="))
                .toList();
        // An archive that does not fit is passed over; warnings of that would stand among the worker's events.
        return archive.isEmpty() ? archive : List.of(archive.get(archive.size() - 1), "-Xlog:cds*=off");
    }

    static void configure(ProcessBuilder builder, Map<String, String> environment) {
        builder.environment().clear();
        builder.environment().putAll(environment);
        // What a worker runs may be a project's own code; the store and the mirror are this JVM's business.
        builder.environment().keySet().removeIf(SECRET.asMatchPredicate());
        builder.environment().remove(WorkerMain.KEPT);
        builder.environment().put("OPT_OUT_TRACKING", "true");
        // Networks allocate and free the same few megabytes thousands of times: glibc would give them back to the
        // system each time.
        builder.environment().putIfAbsent("MALLOC_TRIM_THRESHOLD_", "1073741824");
        builder.environment().putIfAbsent("MALLOC_MMAP_THRESHOLD_", "33554432");
        // ONNX Runtime 1.29 sends telemetry by default, and crashes in doing so when its command line is long.
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment().put("DJL_CACHE_DIR", djlCache(environment).toString());
    }

    private static Path djlCache(Map<String, String> environment) {
        String given = environment.get("DJL_CACHE_DIR");
        return given == null || given.isBlank() ? CacheFolder.of(environment).resolve("djl") : Path.of(given);
    }

    /** @param errorsBefore bytes of the file of errors that earlier works wrote */
    static void judge(
            WorkerSpec spec, int exitCode, Problem problem, Path errors, long errorsBefore, StageContext context)
            throws IOException {
        if (problem != null) {
            throw new InputException(problem);
        }
        if (exitCode == 0) {
            return;
        }
        if (exitCode == INTERRUPTED
                || exitCode == TERMINATED
                || context.cancellation().requested()) {
            // Ctrl-C reaches the whole process group: the worker may be gone before we hear of it ourselves.
            throw new CancellationException("stopped on request");
        }
        String name = spec.main().getSimpleName();
        if (exitCode == KILLED) {
            throw new InputException(
                    "the process " + name + " was killed from outside, most likely by the kernel because"
                            + " the machine ran out of memory: free memory, or use less data or a smaller model");
        }
        if (CRASHES.contains(exitCode - SIGNAL)) {
            throw new WorkerFailure("the process " + name + " crashed in native code (signal " + (exitCode - SIGNAL)
                    + "); the JVM's report of that is the newest " + crashFile("*"));
        }
        byte[] written = Files.readAllBytes(errors);
        int from = (int) Math.min(errorsBefore, written.length);
        List<String> lines = new String(written, from, written.length - from, StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        String last = String.join("\n", lines.subList(Math.max(0, lines.size() - ERROR_LINES), lines.size()));
        throw new WorkerFailure("the process " + name + " ended with exit code " + exitCode + ": " + last);
    }

    private static Path crashFile(String pid) {
        return Path.of(System.getProperty("java.io.tmpdir"), "cd4ml-crash-" + pid + ".log");
    }

    private static File nullDevice() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }
}
