package io.jenkins.cd4ml.deploy.http;

import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what never became a request: bytes that are no HTTP, headers that are too long, a body that did not come in time. */
final class UnreadableRequest implements Request.Handler {
    static final String LATE = "the request did not come in time: send it whole";

    @Override
    public boolean handle(Request asked, Response response, Callback done) {
        int status = response.getStatus();
        String id = RequestIds.of(asked.getHeaders().get(RequestIds.HEADER));
        Reply reply = Reply.problem(status, sentence(status, asked.getAttribute(ErrorHandler.ERROR_EXCEPTION)), id)
                .withDefault(RequestIds.HEADER, id);
        // What follows on this connection cannot be told from the rest of this request.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        new ReplyWriter(response, reply, done).write(false);
        return true;
    }

    private static String sentence(int status, Object cause) {
        return switch (status) {
            case 408 -> LATE;
            case 414 -> "the request's target is longer than " + LoopbackServer.HEADER_BYTES + " bytes";
            case 431 -> "the request's headers are longer than " + LoopbackServer.HEADER_BYTES + " bytes together";
            case 505 -> "this server answers HTTP/1.1 and HTTP/1.0";
            default -> status < 500
                    ? "this is not a request of HTTP/1.1 as RFC 9112 has it: " + reason(cause)
                    : "the server failed: " + cause;
        };
    }

    private static String reason(Object cause) {
        if (cause instanceof BadMessageException bad && bad.getReason() != null) {
            return bad.getReason();
        }
        return cause instanceof HttpException http && http.getReason() != null ? http.getReason() : "it cannot be read";
    }
}
