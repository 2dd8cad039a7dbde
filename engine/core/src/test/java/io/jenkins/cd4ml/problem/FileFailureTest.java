package io.jenkins.cd4ml.problem;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.Test;

public class FileFailureTest {
    @Test
    public void wordsInsteadOfNamesOfExceptions() {
        assertEquals(
                "/data/a.csv may not be read or written by this user: change its permissions",
                FileFailure.of(new AccessDeniedException("/data/a.csv")));
        assertEquals(
                "there is no file or folder a.csv",
                FileFailure.of(new UncheckedIOException(new NoSuchFileException("a.csv"))));
        assertEquals("a cannot be used: DirectoryNotEmpty", FileFailure.of(new DirectoryNotEmptyException("a")));
        assertEquals(
                "a cannot be used: Input/output error",
                FileFailure.of(new FileSystemException("a", null, "Input/output error")));
        assertEquals("connection reset", FileFailure.of(new IOException("connection reset")));
        assertEquals("java.lang.IllegalStateException: x", FileFailure.of(new IllegalStateException("x")));
    }
}
