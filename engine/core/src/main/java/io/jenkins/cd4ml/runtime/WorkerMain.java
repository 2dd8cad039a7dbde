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

/** The other side of {@link Worker}: what the {@code main} of a worker calls. */
public final class WorkerMain {
    /** Begins the line that carries a {@link Problem}. */
    static final String PROBLEM = "problem ";

    /** Set in the environment of a worker that outlives its parent. */
    static final String DETACHED = "CD4ML_DETACHED";

    private WorkerMain() {}

    /** What a worker does. */
    @FunctionalInterface
    public interface Work {
        void run(List<String> arguments, EventSink events) throws Exception;
    }

    /** Does the work and ends the JVM: 0, 2 for wrong input, 3 for everything else. Ends at once when the parent is gone. */
    public static void run(String[] arguments, Work work) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // Libraries print what they like; standard output belongs to the events.
        System.setOut(System.err);
        if (System.getenv(DETACHED) == null) {
            endWithParent();
        }
        int exitCode = 0;
        try {
            work.run(List.of(arguments), new EventWriter(out));
        } catch (InputException e) {
            out.println(PROBLEM + Protocol.writeLine(e.problem()));
            exitCode = 2;
        } catch (OutOfMemoryError e) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            out.println(PROBLEM
                    + Protocol.writeLine(Problem.of("a Java heap of " + megabytes + " MB was not enough ("
                            + e.getMessage() + "): raise the stage's heap setting or use less data")));
            exitCode = 2;
        } catch (Exception | Error e) {
            e.printStackTrace();
            exitCode = 3;
        }
        out.flush();
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

    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is ever said; the end of the stream is the message
                        }
                    } catch (IOException e) {
                        // the same message
                    }
                    Runtime.getRuntime().halt(143);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
