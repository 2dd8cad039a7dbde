package io.jenkins.cd4ml.deploy.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections on which the head of a request drips in: each byte is in time for a connection that is idle, all of them together hold
 * one of the connections for as long as the caller likes.
 */
final class SlowHeaders {
    private final Set<Connection> answering = ConcurrentHashMap.newKeySet();
    private final long patienceNanos;
    private final LongSupplier clock;
    private Map<Connection, Seen> seen = new HashMap<>();

    /** @param since when more bytes than those of the requests before had come, in nanoseconds; null: not yet */
    private record Seen(long requests, long bytes, Long since) {}

    /** @param clock nanoseconds, of any origin */
    SlowHeaders(long patienceMillis, LongSupplier clock) {
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        this.clock = clock;
    }

    /** A request has come on it. */
    void begun(Connection connection) {
        answering.add(connection);
    }

    /** Its answer is sent. */
    void ended(Connection connection) {
        answering.remove(connection);
    }

    /** Looks at all connections; called again and again, by one thread. */
    void look(Iterable<Connection> connections) {
        Map<Connection, Seen> next = new HashMap<>();
        for (Connection connection : connections) {
            Seen now = answering.contains(connection) ? null : looked(connection, seen.get(connection));
            if (now != null && now.since != null && clock.getAsLong() - now.since > patienceNanos) {
                connection.getEndPoint().close(new IOException("the head of the request did not come in time"));
            } else if (now != null) {
                next.put(connection, now);
            }
        }
        seen = next;
    }

    private Seen looked(Connection connection, Seen before) {
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        if (before == null || before.requests != requests) {
            // Before the first request every byte is of its head.
            return new Seen(requests, bytes, requests == 0 && bytes > 0 ? clock.getAsLong() : null);
        }
        boolean begins = before.since == null && bytes > before.bytes;
        return begins ? new Seen(requests, before.bytes, clock.getAsLong()) : before;
    }
}
