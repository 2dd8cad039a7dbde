package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** The other side of {@link Worker}: what the {@code main} of a worker calls. */
public final class WorkerMain {
    /** Begins the line that carries a {@link Problem}. */
    static final String PROBLEM = "problem ";

    /** Set in the environment of a worker that outlives its parent. */
    static final String DETACHED = "CD4ML_DETACHED";

    /** Set in the environment of a worker that waits for another work when it has done one. */
    static final String KEPT = "CD4ML_KEPT";

    /** The line with which a kept worker begins a further work. */
    static final String BEGUN = "cd4ml-work-begun";

    /** Begins the line with which a kept worker ends one that succeeded; the bytes of memory that it has taken follow. */
    static final String DONE = "cd4ml-work-done ";

    private static final int WRONG_INPUT = 2;
    private static final int FAULT = 3;
    private static final int TERMINATED = 143;

    /** Set while works are done; one thread alone does them. */
    private static final AtomicReference<PrintStream> EVENTS = new AtomicReference<>();

    private WorkerMain() {}

    /** A further work: a class with a {@code main} that calls {@link #run}, and what it is given. */
    record Request(String main, List<String> arguments) {}

    /** What a worker does. */
    @FunctionalInterface
    public interface Work {
        void run(List<String> arguments, EventSink events) throws Exception;
    }

    /**
     * Does the work and ends the JVM: 0, 2 for wrong input, 3 for everything else. Where it is kept, it does one work after the other, and
     * ends at the first that fails. Ends at once when the parent is gone.
     */
    public static void run(String[] arguments, Work work) {
        if (EVENTS.get() != null) {
            // the main method of the next work of this process
            perform(List.of(arguments), work);
            return;
        }
        EVENTS.set(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        // Libraries print what they like; standard output belongs to the events.
        System.setOut(System.err);
        boolean kept = System.getenv(KEPT) != null;
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        if (System.getenv(DETACHED) == null) {
            endWithParent(requests);
        }
        perform(List.of(arguments), work);
        boolean more = kept;
        while (more) {
            more = next(requests);
        }
        end(0);
    }

    /** Reports the end of a work, waits for the next one and does it; false where that failed, which ends the process. */
    private static boolean next(BlockingQueue<String> requests) {
        PrintStream events = EVENTS.get();
        // A line of its own, whatever a library has printed behind Java's back.
        events.println();
        events.println(DONE + ResidentMemory.ofThisProcess());
        try {
            Request request = Protocol.mapper().readValue(requests.take(), Request.class);
            events.println();
            events.println(BEGUN);
            Class.forName(request.main()).getMethod("main", String[].class).invoke(null, (Object)
                    request.arguments().toArray(String[]::new));
            return true;
        } catch (Exception | Error e) {
            e.printStackTrace();
            end(FAULT);
            return false;
        }
    }

    private static void perform(List<String> arguments, Work work) {
        PrintStream events = EVENTS.get();
        try {
            work.run(arguments, new EventWriter(events));
        } catch (InputException e) {
            events.println(PROBLEM + Protocol.writeLine(e.problem()));
            end(WRONG_INPUT);
        } catch (OutOfMemoryError e) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            events.println(PROBLEM
                    + Protocol.writeLine(Problem.of("a Java heap of " + megabytes + " MB was not enough ("
                            + e.getMessage() + "): raise the stage's heap setting or use less data")));
            end(WRONG_INPUT);
        } catch (Exception | Error e) {
            e.printStackTrace();
            end(FAULT);
        }
    }

    private static void end(int exitCode) {
        EVENTS.get().flush();
        Runtime.getRuntime().halt(exitCode);
    }

    /** Answers one question. */
    @FunctionalInterface
    public interface Answer {
        void write(String question, DataOutputStream out) throws Exception;
    }

    /**
     * Answers every line of standard input on standard output until there is none, then ends the JVM: with 0, or 3 where an answer
     * failed.
     */
    public static void answer(Answer answer) {
        OutputStream raw = new FileOutputStream(FileDescriptor.out);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(raw, 1 << 16));
        // Libraries print what they like; standard output belongs to the answers.
        System.setOut(System.err);
        int exitCode = 0;
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                answer.write(line, out);
                out.flush();
            }
        } catch (Exception | Error e) {
            e.printStackTrace();
            exitCode = 3;
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private static void endWithParent(BlockingQueue<String> requests) {
        Thread watch = new Thread(
                () -> {
                    try {
                        BufferedReader lines =
                                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            requests.add(line);
                        }
                    } catch (IOException e) {
                        // as the end of the stream: the parent is gone
                    }
                    Runtime.getRuntime().halt(TERMINATED);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
