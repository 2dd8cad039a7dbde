package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * An archive on its way into the registry, in a file beside those that count. Nobody looks into it: it is hashed and counted while
 * it is written.
 */
public final class IncomingArchive implements AutoCloseable {
    private final Path file;
    private final List<String> formats;
    private final DigestOutputStream sink;
    private long bytes;
    private String sha256;
    private Refusal refusal;

    IncomingArchive(Path file, List<String> formats) throws IOException {
        this.file = file;
        this.formats = List.copyOf(formats);
        this.sink = new DigestOutputStream(Files.newOutputStream(file), sha256());
    }

    /**
     * Where the archive's bytes go.
     *
     * @param most how many there may be; one more fails with a {@link Refusal}
     */
    public OutputStream sink(long most) {
        return new FilterOutputStream(sink) {
            @Override
            public void write(int value) throws IOException {
                count(1);
                out.write(value);
            }

            @Override
            public void write(@NonNull byte[] buffer, int offset, int length) throws IOException {
                count(length);
                out.write(buffer, offset, length);
            }

            private void count(int more) throws Refusal {
                bytes += more;
                if (bytes > most) {
                    refusal = new Refusal(Messages.IncomingArchive_tooLarge(most >> 20));
                    throw refusal;
                }
            }
        };
    }

    /** Fails where more came than there may be: the agent that sent it hears only that its stream broke. */
    public void requireWithinLimit() throws Refusal {
        if (refusal != null) {
            throw refusal;
        }
    }

    /** SHA-256 of what was written, lower-case hex; nothing is written afterwards. */
    public String sha256Hex() throws IOException {
        if (sha256 == null) {
            sink.close();
            sha256 = Util.toHexString(sink.getMessageDigest().digest());
        }
        return sha256;
    }

    /** What became of it; moves the file away from here. */
    ModelVersion.Archive publish(Path folder) throws IOException {
        DurableFile.publish(file, folder.resolve(sha256Hex() + ".zip"));
        return new ModelVersion.Archive(sha256Hex(), bytes, formats);
    }

    /** Gives up what was not registered. */
    @Override
    public void close() throws IOException {
        sink.close();
        Files.deleteIfExists(file);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
