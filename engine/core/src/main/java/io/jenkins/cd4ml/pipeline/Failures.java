package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.concurrent.CancellationException;

/** What an exception means to the user: a verdict and a problem in a sentence. */
public record Failures(Verdict verdict, Problem problem) {

    /** What an exception is: wrong input, a stop, or a fault of ours. */
    public static Failures of(Throwable thrown) {
        if (thrown instanceof InputException e) {
            return new Failures(Verdict.INVALID, e.problem());
        }
        if (thrown instanceof CancellationException || thrown instanceof InterruptedException) {
            return new Failures(Verdict.ABORTED, Problem.of("stopped on request; nothing half-written is left behind"));
        }
        if (thrown instanceof IOException e && noSpace(e)) {
            return new Failures(
                    Verdict.INVALID,
                    Problem.of("the disk is full" + place(e) + ": free some space and run the stage again"));
        }
        if (thrown instanceof FileSystemException e && e.getFile() != null) {
            return new Failures(Verdict.INVALID, Problem.of(FileFailure.of(e)));
        }
        if (thrown instanceof InvalidPathException e) {
            return new Failures(Verdict.INVALID, Problem.of(unwritable(e)));
        }
        if (thrown instanceof UncheckedIOException e) {
            return of(e.getCause());
        }
        if (thrown instanceof CharacterCodingException) {
            return new Failures(
                    Verdict.INVALID,
                    Problem.of("a file that should be text holds bytes that are not UTF-8 (" + thrown + ")"));
        }
        if (thrown instanceof OutOfMemoryError) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            return new Failures(
                    Verdict.INVALID,
                    Problem.of("a Java heap of " + megabytes
                            + " MB was not enough: give the engine more (CD4ML_OPTS=-Xmx4g) or use less data"));
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return new Failures(
                Verdict.FAULT,
                new Problem(
                        "this is a fault of cd4ml, not of yours: " + thrown + "; please report it with the details",
                        null,
                        null,
                        null,
                        null,
                        trace.toString()));
    }

    /** A path that this system cannot have, or that the locale cannot write. */
    private static String unwritable(InvalidPathException e) {
        String path = e.getInput().replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        if (String.valueOf(e.getReason()).contains("unmappable")) {
            return "the name '" + path + "' cannot be written in this process' locale (its encoding is "
                    + System.getProperty("sun.jnu.encoding")
                    + "): set LC_ALL to one in UTF-8, such as C.UTF-8, or give the file another name";
        }
        return "'" + path + "' is not a path: " + e.getReason();
    }

    private static boolean noSpace(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("No space left on device")
                || text.contains("not enough space on the disk")
                || text.contains("Disk quota exceeded");
    }

    private static String place(IOException e) {
        return e instanceof FileSystemException file && file.getFile() != null ? ", at " + file.getFile() : "";
    }
}
