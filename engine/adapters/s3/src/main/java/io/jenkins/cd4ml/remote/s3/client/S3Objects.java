package io.jenkins.cd4ml.remote.s3.client;

import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteObjects;
import io.jenkins.cd4ml.remote.Transfer;
import io.jenkins.cd4ml.remote.s3.S3Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in a bucket of S3 or of what speaks like it (MinIO, Ceph). Every request carries the SHA-256 of what it sends, which S3
 * checks; what is larger than {@link #WHOLE} goes up in parts.
 */
public final class S3Objects implements RemoteObjects {
    /** Largest object that is sent in one request, in bytes. */
    static final long WHOLE = 256L << 20;

    private static final int NOT_FOUND = 404;

    private final S3Address address;
    private final S3Client client;
    private final S3Problems problems;
    private final PartsUpload parts;
    private final long whole;

    /** @param credentials null: found as Amazon's tools do, in the environment, its files, or from the machine */
    public S3Objects(S3Address address, Map<String, String> environment, Credentials credentials) {
        this(address, S3Clients.of(address, environment, credentials), WHOLE);
    }

    S3Objects(S3Address address, S3Client client, long whole) {
        this.address = address;
        this.client = client;
        this.problems = new S3Problems(address);
        this.parts = new PartsUpload(client, address.bucket());
        this.whole = whole;
    }

    @Override
    public OptionalLong size(String sha256) throws IOException {
        try {
            return OptionalLong.of(client.headObject(
                            request -> request.bucket(address.bucket()).key(key(sha256)))
                    .contentLength());
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                // A HEAD has no body, so a missing bucket looks like a missing object: ask again only for what differs.
                requireBucket();
                return OptionalLong.empty();
            }
            throw problems.of(e);
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    private void requireBucket() throws IOException {
        try {
            client.headBucket(request -> request.bucket(address.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                throw problems.noBucket();
            }
            // Whoever may not see the bucket may still use what is in it.
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    @Override
    public boolean put(String sha256, Path object, Transfer transfer) throws IOException {
        try {
            long bytes = Files.size(object);
            if (bytes > whole) {
                return parts.put(key(sha256), object, whole, transfer);
            }
            String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
            PutObjectResponse response = client.putObject(
                    request -> request.bucket(address.bucket()).key(key(sha256)).checksumSHA256(digest),
                    RequestBody.fromContentProvider(
                            () -> FileSlice.of(object, 0, bytes, transfer), bytes, "application/octet-stream"));
            return digest.equals(response.checksumSHA256());
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    @Override
    public boolean get(String sha256, OutputStream to, Transfer transfer) throws IOException {
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(request -> request.bucket(address.bucket()).key(key(sha256)))) {
            copy(in, to);
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    private static void copy(InputStream in, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            to.write(buffer, 0, read);
        }
    }

    private String key(String sha256) {
        return address.prefix() + RemoteObjects.pathOf(sha256);
    }
}
