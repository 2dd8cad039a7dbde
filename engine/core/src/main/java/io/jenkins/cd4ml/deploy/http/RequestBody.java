package io.jenkins.cd4ml.deploy.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A body as it comes, within the memory that requests in flight may take: it holds what has come, so a slow caller holds little, and the
 * first piece of each is free, so that small requests are answered whatever large ones there are. Of one thread at a time.
 */
final class RequestBody {
    /** What a body may have without a share of the budget. */
    static final int FREE = 16 * 1024;

    /** A buffer that grows has twice its bytes, and its copy. */
    private static final int COPIES = 3;

    /** How much of a body that is not taken is still read, so that its sender gets to see the answer. */
    private static final int DRAINED_LIMITS = 8;

    private static final byte[] NOTHING = new byte[0];

    private final int limit;
    private final ByteBudget.Held held;
    private byte[] bytes = NOTHING;
    private int length;
    private long read;
    private HttpProblem problem;

    RequestBody(int limit, ByteBudget.Held held) {
        this.limit = limit;
        this.held = held;
    }

    /** What reading the longest body takes. */
    static long largest(int limit) {
        return (long) COPIES * (limit + FREE);
    }

    /** Takes a piece, or only counts it where the body is refused already. */
    void add(ByteBuffer piece) {
        int more = piece.remaining();
        read += more;
        if (problem == null) {
            try {
                require(more);
                if (length + more > bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(length + more, 2 * bytes.length)));
                }
                piece.get(bytes, length, more);
                length += more;
            } catch (HttpProblem e) {
                refuse(e);
            }
        }
        piece.position(piece.limit());
    }

    private void require(int more) throws HttpProblem {
        if (more > limit - length) {
            throw new HttpProblem(413, "the body is longer than " + limit + " bytes: send fewer rows at a time");
        }
        if (length + more > FREE) {
            held.more((long) COPIES * more);
        }
    }

    private void refuse(HttpProblem why) {
        problem = why;
        bytes = NOTHING;
        held.keep(0);
    }

    /** Why it is not taken; null: it is. */
    HttpProblem problem() {
        return problem;
    }

    /** Whether a refused body has come as far as it is read. */
    boolean isReadFarEnough() {
        return problem != null && read > (long) limit * DRAINED_LIMITS;
    }

    /** All of it; gives back what only reading took. */
    byte[] bytes() {
        byte[] whole = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NOTHING;
        held.keep(length <= FREE ? 0 : length);
        return whole;
    }
}
