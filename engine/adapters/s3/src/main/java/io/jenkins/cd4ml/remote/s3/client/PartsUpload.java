package io.jenkins.cd4ml.remote.s3.client;

import io.jenkins.cd4ml.remote.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends a large object in parts, each with its SHA-256. It is an object when all parts are there; a failed or stopped upload is taken
 * back, so that nothing is left that costs money.
 */
final class PartsUpload {
    private static final int MOST_PARTS = 10_000;
    private static final long ROUND = 1L << 20;

    private final S3Client client;
    private final String bucket;

    PartsUpload(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /**
     * Sends the object.
     *
     * @param atLeast size of a part, raised where there would be more than 10,000
     * @return whether every part was confirmed
     */
    boolean put(String key, Path object, long atLeast, Transfer transfer) throws IOException {
        long bytes = Files.size(object);
        long size = Math.max(atLeast, (bytes / MOST_PARTS / ROUND + 1) * ROUND);
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
        try {
            List<CompletedPart> sent = new ArrayList<>();
            boolean confirmed = true;
            for (long offset = 0; offset < bytes; offset += size) {
                long length = Math.min(size, bytes - offset);
                CompletedPart part = send(key, upload, sent.size() + 1, object, offset, length, transfer);
                confirmed &= part.checksumSHA256() != null;
                sent.add(part);
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(sent)));
            return confirmed;
        } catch (RuntimeException | IOException e) {
            abort(key, upload, e);
            throw e;
        }
    }

    private CompletedPart send(
            String key, String upload, int number, Path object, long offset, long length, Transfer transfer)
            throws IOException {
        String digest = digest(object, offset, length);
        int partNumber = number;
        UploadPartResponse response = client.uploadPart(
                request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(partNumber)
                        .checksumSHA256(digest),
                RequestBody.fromContentProvider(
                        () -> FileSlice.of(object, offset, length, transfer), length, "application/octet-stream"));
        return CompletedPart.builder()
                .partNumber(partNumber)
                .eTag(response.eTag())
                .checksumSHA256(digest.equals(response.checksumSHA256()) ? digest : null)
                .build();
    }

    /** Also when the reason is a stop, which would end this request, too, before it is sent. */
    private void abort(String key, String upload, Exception reason) {
        boolean interrupted = Thread.interrupted();
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String digest(Path object, long offset, long length) throws IOException {
        try (InputStream in = FileSlice.of(object, offset, length, new Transfer())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
