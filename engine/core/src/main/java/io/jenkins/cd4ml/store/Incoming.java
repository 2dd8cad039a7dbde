package io.jenkins.cd4ml.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;

/** Content on its way into an {@link ObjectStore}: becomes an object by {@link #commit()}, leaves nothing behind otherwise. */
public final class Incoming extends OutputStream {
    private static final int FORCED = 1 << 20;

    private final ObjectStore store;
    private final Path temporary;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private long length;

    Incoming(ObjectStore store, Path temporary) throws IOException {
        this.store = store;
        this.temporary = temporary;
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        this.length += length;
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Makes what was written an object, also in the remote store where there is one, and returns its SHA-256.
     * Content of a megabyte or more is forced to the disk; for smaller ones, of which there may be a million, that would take
     * milliseconds each. A power failure may thus lose or spoil an object that was just written: its size tells, or at the latest its
     * content when it is read, and {@code versionData} stores it anew.
     */
    public String commit() throws IOException {
        String sha256 = Sha256.hex(digest);
        place(sha256);
        store.share(sha256);
        return sha256;
    }

    /** The same for content that comes from the remote store; false, and nothing is kept, where it is not what was asked for. */
    public boolean commitAs(String expected) throws IOException {
        boolean right = Sha256.hex(digest).equals(expected);
        if (right) {
            place(expected);
        }
        return right;
    }

    private void place(String sha256) throws IOException {
        if (length >= FORCED) {
            channel.force(true);
        }
        channel.close();
        Path object = store.place(sha256);
        Files.createDirectories(object.getParent());
        if (Files.getFileAttributeView(temporary, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r--r--r--"));
        }
        Files.move(temporary, object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
