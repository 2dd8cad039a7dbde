package io.jenkins.cd4ml.remote.s3.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.remote.RemoteProblem;
import io.jenkins.cd4ml.remote.Transfer;
import io.jenkins.cd4ml.remote.s3.S3Address;
import io.jenkins.cd4ml.remote.s3.S3Server;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects that go up in parts. */
public class S3PartsTest {
    @ClassRule
    public static final S3Server S3 = new S3Server();

    /** S3 takes no smaller part but the last. */
    private static final int PART = 5 << 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void largeObjectsGoUpInParts() throws Exception {
        byte[] bytes = new byte[2 * PART + 1234];
        new Random(11).nextBytes(bytes);
        Path large = Files.write(folder.newFile().toPath(), bytes);
        S3Address address = address("models");
        S3Client client = client(address);
        S3Objects objects = new S3Objects(address, client, PART);
        Transfer transfer = new Transfer();
        assertTrue("every part was confirmed", objects.put(Sha256.of(large), large, transfer));
        assertTrue("progress is counted: " + transfer.bytes(), transfer.bytes() >= bytes.length);
        assertEquals(bytes.length, objects.size(Sha256.of(large)).orElseThrow());
        Path back = folder.newFile().toPath();
        try (OutputStream out = Files.newOutputStream(back)) {
            assertTrue(objects.get(Sha256.of(large), out, transfer));
        }
        assertEquals(-1, Files.mismatch(large, back));
    }

    @Test
    public void nothingIsLeftOfAFailedUpload() throws IOException {
        S3Address address = address("models");
        S3Client client = client(address);
        Path large = Files.write(folder.newFile().toPath(), new byte[2 * PART]);
        // The second part is larger than what is left of the file by then: the upload breaks in its middle.
        S3Objects objects = new S3Objects(address, client, PART);
        Transfer shrinking = new Transfer() {
            @Override
            public InputStream counting(InputStream in) {
                if (bytes() > 0) {
                    throw new java.io.UncheckedIOException(new IOException("the disk is broken"));
                }
                return super.counting(in);
            }
        };
        assertThrows(RuntimeException.class, () -> objects.put(Sha256.of(large), large, shrinking));
        assertEquals(
                0,
                client.listMultipartUploads(request -> request.bucket("models"))
                        .uploads()
                        .size());
    }

    @Test
    public void nothingIsLeftOfAStoppedUpload() throws IOException {
        S3Address address = address("models");
        S3Client client = client(address);
        Path large = Files.write(folder.newFile().toPath(), new byte[2 * PART]);
        S3Objects objects = new S3Objects(address, client, PART);
        Transfer stopped = new Transfer() {
            @Override
            public InputStream counting(InputStream in) {
                if (bytes() > 0) {
                    Thread.currentThread().interrupt();
                }
                return super.counting(in);
            }
        };
        try {
            assertThrows(Exception.class, () -> objects.put(Sha256.of(large), large, stopped));
        } finally {
            assertTrue("the stop is still to be seen", Thread.interrupted());
        }
        assertTrue("the first part was sent", stopped.bytes() >= PART);
        assertEquals(
                0,
                client.listMultipartUploads(request -> request.bucket("models"))
                        .uploads()
                        .size());
    }

    @Test
    public void aMissingBucketIsNamed() throws IOException {
        S3Address address = address("nowhere");
        Path large = Files.write(folder.newFile().toPath(), new byte[2 * PART]);
        String message = assertThrows(RemoteProblem.class, () -> new S3Objects(address, client(address), PART)
                        .put(Sha256.of(large), large, new Transfer()))
                .getMessage();
        assertTrue(message, message.contains("there is no bucket nowhere"));
    }

    private static S3Address address(String bucket) {
        return new S3Address(bucket, "parts/", URI.create(S3.endpoint()), "us-east-1", true);
    }

    private static S3Client client(S3Address address) {
        return S3Clients.of(address, Map.of("AWS_ACCESS_KEY_ID", "ada", "AWS_SECRET_ACCESS_KEY", "lovelace"), null);
    }
}
