package io.jenkins.cd4ml.deploy.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Sends a reply piece by piece: for each piece the JDK takes as much memory outside of the heap. */
final class ReplyWriter extends IteratingCallback {
    private static final int PIECE = 64 * 1024;

    private final Response response;
    private final Reply reply;
    private final Callback done;
    private int sent;
    private boolean last;

    ReplyWriter(Response response, Reply reply, Callback done) {
        this.response = response;
        this.reply = reply;
        this.done = done;
    }

    /** Sends the head, and the body where it was asked for. */
    void write(boolean headAlone) {
        HttpFields.Mutable fields = response.getHeaders();
        response.setStatus(reply.status());
        reply.headers().forEach(fields::put);
        if (reply.contentType() != null) {
            fields.put(HttpHeader.CONTENT_TYPE, reply.contentType());
        }
        fields.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        if (headAlone) {
            response.write(true, null, done);
        } else {
            iterate();
        }
    }

    @Override
    protected Action process() {
        if (last) {
            return Action.SUCCEEDED;
        }
        int length = Math.min(PIECE, reply.body().length - sent);
        ByteBuffer piece = ByteBuffer.wrap(reply.body(), sent, length);
        sent += length;
        last = sent == reply.body().length;
        response.write(last, piece, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        done.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        done.failed(cause);
    }
}
