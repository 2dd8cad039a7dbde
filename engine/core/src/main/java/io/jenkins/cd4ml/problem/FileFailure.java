package io.jenkins.cd4ml.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failure of a file means, in words: the names of Java's exceptions mean nothing to the user. */
public final class FileFailure {
    private FileFailure() {}

    /** A clause with the file's name, as far as the failure has it; of a failure that is none of a file what it says itself. */
    public static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException wrapped) {
            return of(wrapped.getCause());
        }
        if (failure instanceof FileSystemException e && e.getFile() != null) {
            return ofFile(e);
        }
        return failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }

    private static String ofFile(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return e.getFile() + " may not be read or written by this user: change its permissions";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no file or folder " + e.getFile();
        }
        if (e instanceof FileAlreadyExistsException) {
            return e.getFile() + " is in the way: it exists already";
        }
        String reason = e.getReason() == null ? e.getClass().getSimpleName().replace("Exception", "") : e.getReason();
        return e.getFile() + " cannot be used: " + reason;
    }
}
