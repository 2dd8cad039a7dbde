package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Verdict;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.Assume;
import org.junit.Test;

public class FailuresTest {

    @Test
    public void wrongInput() {
        Failures failure = Failures.of(InputException.at("data.csv", 7, "wind", "'warm' is not a number"));

        assertEquals(Verdict.INVALID, failure.verdict());
        assertEquals(
                "data.csv:7: column wind: 'warm' is not a number",
                failure.problem().message());
        assertEquals("wind", failure.problem().column());
    }

    @Test
    public void stopped() {
        assertEquals(Verdict.ABORTED, Failures.of(new CancellationException()).verdict());
        assertEquals(Verdict.ABORTED, Failures.of(new InterruptedException()).verdict());
    }

    @Test
    public void aDiskThatIsReallyFull() {
        Assume.assumeTrue(Files.exists(Path.of("/dev/full")));
        IOException full = assertThrows(IOException.class, () -> {
            try (FileOutputStream out = new FileOutputStream("/dev/full")) {
                out.write(1);
            }
        });

        Failures failure = Failures.of(full);

        assertEquals(Verdict.INVALID, failure.verdict());
        assertEquals(
                "the disk is full: free some space and run the stage again",
                failure.problem().message());
    }

    @Test
    public void noPermission() {
        Failures failure = Failures.of(new AccessDeniedException("/etc/shadow"));

        assertEquals(Verdict.INVALID, failure.verdict());
        assertEquals(
                "/etc/shadow may not be read or written by this user: change its permissions",
                failure.problem().message());
        assertNull(failure.problem().details());
    }

    @Test
    public void ourFault() {
        Failures failure = Failures.of(new IllegalStateException("oops"));

        assertEquals(Verdict.FAULT, failure.verdict());
        assertTrue(failure.problem().details(), failure.problem().details().contains("FailuresTest.ourFault"));
    }

    @Test
    public void pathsThatAreNone() {
        Failures nul = Failures.of(assertThrows(InvalidPathException.class, () -> Path.of("a\0b")));
        assertEquals(Verdict.INVALID, nul.verdict());
        assertEquals(
                "'a?b' is not a path: Nul character not allowed", nul.problem().message());
        // What the JDK says in a locale without UTF-8.
        Failures locale = Failures.of(
                new InvalidPathException("größe.csv", "Malformed input or input contains unmappable characters"));
        assertEquals(Verdict.INVALID, locale.verdict());
        assertTrue(
                locale.problem().message(),
                locale.problem().message().startsWith("the name 'größe.csv' cannot be written in this process' locale")
                        && locale.problem().message().contains("C.UTF-8"));
    }
}
