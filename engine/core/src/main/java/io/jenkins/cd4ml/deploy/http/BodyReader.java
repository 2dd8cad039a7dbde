package io.jenkins.cd4ml.deploy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads bodies up to a limit, within the memory that requests in flight may take: a body holds what has come of it, so a slow caller holds
 * little, and the first piece of each is free, so that small requests are answered whatever large ones there are.
 */
final class BodyReader {
    /** What a body may have without a share of the budget; one for each thread is little. */
    static final int FREE = 16 * 1024;

    /** A buffer that grows has twice its bytes, and its copy. */
    private static final int COPIES = 3;

    /** How much of a body that is not taken is still read, so that its sender gets to see the answer. */
    private static final int DRAINED_LIMITS = 8;

    private final int limit;
    private final Consumer<BodyProblem> problems;

    BodyReader(int limit, Consumer<BodyProblem> problems) {
        this.limit = limit;
        this.problems = problems;
    }

    /** What reading the longest body takes. */
    static long largest(int limit) {
        return (long) COPIES * (limit + FREE);
    }

    /** The whole body; 413 for one that is too long, 503 where there is no memory for it. */
    byte[] read(InputStream input, ByteBudget.Held held) throws IOException, HttpProblem {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[FREE];
        try {
            for (int read = input.readNBytes(piece, 0, FREE); read > 0; read = input.readNBytes(piece, 0, FREE)) {
                if (body.size() + read > limit) {
                    problems.accept(BodyProblem.TOO_LONG);
                    throw new HttpProblem(
                            413, "the body is longer than " + limit + " bytes: send fewer rows at a time");
                }
                if (body.size() > 0) {
                    held.more((long) COPIES * read);
                }
                body.write(piece, 0, read);
            }
        } catch (HttpProblem e) {
            drain(input);
            throw e;
        } catch (IOException e) {
            problems.accept(BodyProblem.UNFINISHED);
            throw e;
        }
        byte[] bytes = body.toByteArray();
        held.keep(bytes.length <= FREE ? 0 : bytes.length);
        return bytes;
    }

    private void drain(InputStream input) throws IOException {
        long left = (long) limit * DRAINED_LIMITS;
        byte[] sink = new byte[8192];
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = input.read(sink);
        }
    }
}
