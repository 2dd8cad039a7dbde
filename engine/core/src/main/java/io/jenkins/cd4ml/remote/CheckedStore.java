package io.jenkins.cd4ml.remote;

import io.jenkins.cd4ml.store.Incoming;
import io.jenkins.cd4ml.store.RemoteStore;
import io.jenkins.cd4ml.store.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A remote store whose answers are checked. What is sent is there for certain: the other side has confirmed its SHA-256, or it was
 * read back. Writers of the same object do not disturb each other: all of them write the same, and who is told that it may not be
 * written again is content when it is there and right.
 */
final class CheckedStore implements RemoteStore {
    private final String address;
    private final RemoteObjects objects;
    private final Attempts attempts;
    private final Set<String> present = ConcurrentHashMap.newKeySet();

    CheckedStore(String address, RemoteObjects objects, Attempts attempts) {
        this.address = address;
        this.objects = objects;
        this.attempts = attempts;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public boolean has(String sha256, long bytes) throws IOException {
        return present.contains(sha256) || attempts.run(transfer -> isThere(sha256, bytes));
    }

    private boolean isThere(String sha256, long bytes) throws IOException, InterruptedException {
        OptionalLong size = objects.size(sha256);
        return size.isPresent() && (size.getAsLong() == bytes || size.getAsLong() == RemoteObjects.UNKNOWN_SIZE);
    }

    @Override
    public void put(String sha256, Path object) throws IOException {
        if (!present.contains(sha256)) {
            attempts.run(new Upload(sha256, object, Files.size(object)));
            present.add(sha256);
        }
    }

    @Override
    public boolean get(String sha256, long most, Target target) throws IOException {
        return attempts.run(transfer -> {
            try (Incoming incoming = target.open()) {
                if (!objects.get(
                        sha256, transfer.counting(new Bounded(new LocalFile(incoming), sha256, most)), transfer)) {
                    return false;
                }
                if (!commit(incoming, sha256)) {
                    throw RemoteProblem.passing("has a damaged object: the content of " + RemoteObjects.pathOf(sha256)
                            + " is not what its name says; remove it there and run versionData where the data is");
                }
                return true;
            }
        });
    }

    private static boolean commit(Incoming incoming, String sha256) throws LocalProblem {
        try {
            return incoming.commitAs(sha256);
        } catch (IOException e) {
            throw new LocalProblem(e);
        }
    }

    /** One object on its way there; once it came back wrong, its size is no longer taken as a sign that it is there. */
    private final class Upload implements Attempts.Attempt<Void> {
        private final String sha256;
        private final Path object;
        private final long bytes;
        private boolean suspect;

        Upload(String sha256, Path object, long bytes) {
            this.sha256 = sha256;
            this.object = object;
            this.bytes = bytes;
        }

        @Override
        public Void run(Transfer transfer) throws IOException, InterruptedException {
            if (!suspect && isThere(sha256, bytes)) {
                return null;
            }
            boolean confirmed;
            try {
                confirmed = objects.put(sha256, object, transfer);
            } catch (RemoteProblem e) {
                if (e.isPassing() || !isThere(sha256, bytes)) {
                    throw e;
                }
                // Another writer was faster, and what stands there may not be written again.
                confirmed = false;
            }
            if (!confirmed) {
                readBack(transfer);
            }
            return null;
        }

        private void readBack(Transfer transfer) throws IOException, InterruptedException {
            try (DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest())) {
                boolean there = objects.get(sha256, transfer.counting(digest), transfer);
                suspect = !there || !Sha256.hex(digest.getMessageDigest()).equals(sha256);
            }
            if (suspect) {
                throw RemoteProblem.passing("did not keep " + RemoteObjects.pathOf(sha256)
                        + " as it was sent: what came back is something else");
            }
        }
    }

    /** Refuses more than an object has. */
    private static final class Bounded extends FilterOutputStream {
        private final String sha256;
        private final long most;
        private long written;

        Bounded(OutputStream out, String sha256, long most) {
            super(out);
            this.sha256 = sha256;
            this.most = most;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            written += length;
            if (written > most) {
                throw RemoteProblem.lasting("sends more for " + RemoteObjects.pathOf(sha256) + " than the " + most
                        + " bytes that it can have; remove it there and run versionData where the data is");
            }
            out.write(buffer, offset, length);
        }
    }

    /** Tells a full disk here from a broken connection. */
    private static final class LocalFile extends FilterOutputStream {
        LocalFile(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            try {
                out.write(buffer, offset, length);
            } catch (IOException e) {
                throw new LocalProblem(e);
            }
        }

        @Override
        public void close() {
            // the object's fate is decided by its commit
        }
    }
}
