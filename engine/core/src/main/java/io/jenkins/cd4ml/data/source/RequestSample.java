package io.jenkins.cd4ml.data.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which requests belong to a sample. A request's place in [0, 1) is the first 8 bytes of the SHA-256 of its id, and those
 * below the share are in. So everybody who knows the id agrees, and a smaller sample is a part of each larger one: logs with
 * different shares are made comparable by leaving out what is not in the smallest.
 */
public final class RequestSample {
    private static final double PLACES = 0x1p64;
    private static final double HALF = 0x1p63;

    private RequestSample() {}

    /** Whether the request of that id is in a sample of that share of all. */
    public static boolean contains(String id, double share) {
        return share >= 1 || place(id) < share;
    }

    private static double place(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            long bits = ByteBuffer.wrap(digest).getLong();
            return ((double) (bits ^ Long.MIN_VALUE) + HALF) / PLACES;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
