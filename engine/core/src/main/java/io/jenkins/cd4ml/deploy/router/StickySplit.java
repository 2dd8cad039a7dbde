package io.jenkins.cd4ml.deploy.router;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Who goes to the candidate. A caller's place in [0, 10,000) is the SHA-256 of canary and caller, and those below
 * 100 x weight go to the candidate: so a caller stays where it is while the weight stays, and a higher weight only moves
 * callers to the candidate, never back. Each canary has its own places, so that it is not always the same callers who try.
 *
 * @param canary id of the canary
 * @param stickyBy request header that names the caller
 * @param weight percent that goes to the candidate
 */
public record StickySplit(String canary, String stickyBy, int weight) {
    private static final int PLACES = 10_000;

    public StickySplit withWeight(int percent) {
        return new StickySplit(canary, stickyBy, percent);
    }

    /** Whether this caller goes to the candidate. */
    public boolean toCandidate(byte[] caller) {
        return place(caller) < weight * (PLACES / 100);
    }

    private int place(byte[] caller) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(canary.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            long bits = ByteBuffer.wrap(sha256.digest(caller)).getLong();
            return (int) Long.remainderUnsigned(bits, PLACES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
