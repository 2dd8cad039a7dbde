package io.jenkins.cd4ml.deploy.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One request: its body is read as it comes, without a thread that waits for it, then it is answered in one thread, and the answer is sent as
 * it goes. Body and answer have their time each; a caller who takes longer gets 408, or a connection that is closed.
 */
final class Exchange {
    private final org.eclipse.jetty.server.Request asked;
    private final Response response;
    private final Callback done;
    private final ServerParts parts;
    private final ByteBudget.Held held;
    private final RequestBody body;
    private Headers headers;
    private String id;
    private Scheduler.Task deadline;
    private boolean read;

    /**
     * What the exchanges of a server share.
     *
     * @param patienceMillis most time for a body to come, and again for an answer to go
     * @param problems hears of bodies that could not be read
     */
    record ServerParts(
            ByteBudget budget,
            int bodyLimit,
            long patienceMillis,
            Scheduler scheduler,
            Consumer<BodyProblem> problems,
            Function<Request, Reply> answers) {}

    Exchange(org.eclipse.jetty.server.Request asked, Response response, Callback done, ServerParts parts) {
        this.asked = asked;
        this.response = response;
        this.parts = parts;
        this.held = parts.budget().none();
        this.done = Callback.from(done, held::close);
        this.body = new RequestBody(parts.bodyLimit(), held);
    }

    void begin() {
        headers = new Headers();
        asked.getHeaders().forEach(field -> headers.add(field.getName(), field.getValue()));
        try {
            CallerCheck.require(headers);
            requireTarget();
        } catch (HttpProblem e) {
            send(Reply.problem(e, id()).withDefault(RequestIds.HEADER, id()));
            return;
        }
        read();
    }

    private String id() {
        if (id == null) {
            id = RequestIds.of(headers.getFirst(RequestIds.HEADER));
        }
        return id;
    }

    /** What is no URI to the JDK could not be asked of a server behind this one. */
    private void requireTarget() throws HttpProblem {
        String path = asked.getHttpURI().getPath();
        if (path == null || !path.startsWith("/")) {
            throw new HttpProblem(400, "the request needs an absolute path");
        }
        try {
            new URI(target());
        } catch (URISyntaxException e) {
            throw new HttpProblem(
                    400, "the request's target is no URI: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    private String target() {
        HttpURI uri = asked.getHttpURI();
        return uri.getPath() + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
    }

    /** Reads what is there, and is called again when there is more. */
    private void read() {
        switch (pieces()) {
            case MORE -> asked.demand(this::read);
            case ALL -> answer();
            case OVER -> {}
        }
    }

    private enum Reading {
        MORE,
        ALL,
        OVER
    }

    private synchronized Reading pieces() {
        while (!read) {
            Content.Chunk piece = asked.read();
            if (piece == null) {
                if (deadline == null) {
                    deadline = parts.scheduler().schedule(this::late, parts.patienceMillis(), TimeUnit.MILLISECONDS);
                }
                return Reading.MORE;
            }
            if (Content.Chunk.isFailure(piece)) {
                unfinished(piece.getFailure());
                return Reading.OVER;
            }
            body.add(piece.getByteBuffer());
            piece.release();
            if (piece.isLast() || body.isReadFarEnough()) {
                read = true;
                if (deadline != null) {
                    deadline.cancel();
                }
                return Reading.ALL;
            }
        }
        return Reading.OVER;
    }

    private synchronized void late() {
        if (!read) {
            unfinished(new TimeoutException());
        }
    }

    private void unfinished(Throwable cause) {
        read = true;
        if (deadline != null) {
            deadline.cancel();
        }
        parts.problems().accept(BodyProblem.UNFINISHED);
        done.failed(
                cause instanceof TimeoutException
                        ? new HttpException.RuntimeException(408, UnreadableRequest.LATE, cause)
                        : cause);
    }

    private void answer() {
        Reply reply;
        if (body.problem() != null) {
            if (body.problem().status() == 413) {
                parts.problems().accept(BodyProblem.TOO_LONG);
            }
            reply = Reply.problem(body.problem(), id());
        } else {
            String path = asked.getHttpURI().getDecodedPath();
            reply = parts.answers().apply(new Request(id(), asked.getMethod(), path, target(), headers, body.bytes()));
        }
        send(reply.withDefault(RequestIds.HEADER, id()));
    }

    private void send(Reply reply) {
        Scheduler.Task close = parts.scheduler()
                .schedule(
                        () -> asked.getConnectionMetaData()
                                .getConnection()
                                .getEndPoint()
                                .close(new IOException("the caller does not read its answer")),
                        parts.patienceMillis(),
                        TimeUnit.MILLISECONDS);
        new ReplyWriter(response, reply, Callback.from(done, close::cancel)).write("HEAD".equals(asked.getMethod()));
    }
}
