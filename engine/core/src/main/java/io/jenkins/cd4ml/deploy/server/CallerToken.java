package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.deploy.process.TokenFile;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bearer token that predictions and labels need where {@code deploy.tokenFile} names one (RFC 6750). The file is looked at
 * again while requests come, so that a new token counts without a restart. Where it cannot be read nothing is answered.
 */
public final class CallerToken {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([^ ]+) *");

    /** Finds the token's file; null: no token is needed. */
    @FunctionalInterface
    interface Place {
        Path find() throws IOException;
    }

    /** @param digest of the token; null where none is needed, or it could not be read */
    private record Known(byte[] digest, String problem, long nanos) {}

    private final Place place;
    private final LongSupplier clock;
    private volatile Known known;

    CallerToken(Place place) {
        this(place, System::nanoTime);
    }

    /** Of the file that the settings of a serving folder name, as they are now: a deployment may bring another one. */
    public static CallerToken of(ServingFolder folder) {
        return new CallerToken(() -> {
            String file = ServingSettings.read(folder.settings()).tokenFile();
            return file == null ? null : Path.of(file);
        });
    }

    /** @param clock nanoseconds, of any origin */
    CallerToken(Place place, LongSupplier clock) {
        this.place = place;
        this.clock = clock;
    }

    /** Whether a request is one for predictions, or brings labels: health, metadata and metrics are open. */
    public static boolean concerns(Request request) {
        String path = request.path();
        return path.endsWith(":predict") || path.endsWith("/infer") || path.equals("/feedback");
    }

    /** Answers 401 unless the request has the token, 503 where it is not known which one is right. */
    public void require(Request request) throws HttpProblem {
        Known now = known();
        if (now.problem != null) {
            throw new HttpProblem(503, "the token of deploy.tokenFile cannot be read here; the server's log says why");
        }
        if (now.digest == null) {
            return;
        }
        List<String> headers = request.headers().all("Authorization");
        if (headers.isEmpty()) {
            throw HttpProblem.unauthorized(
                    "this needs the token of deploy.tokenFile: send the header Authorization: Bearer …",
                    "Bearer realm=\"cd4ml\"");
        }
        Matcher bearer = BEARER.matcher(headers.get(0));
        // Digests of one length: how long the comparison takes says nothing of the token.
        if (headers.size() > 1 || !bearer.matches() || !MessageDigest.isEqual(digest(bearer.group(1)), now.digest)) {
            throw HttpProblem.unauthorized(
                    "the token in the header Authorization is not the one of deploy.tokenFile",
                    "Bearer realm=\"cd4ml\", error=\"invalid_token\"");
        }
    }

    private Known known() {
        Known last = known;
        long now = clock.getAsLong();
        if (last != null && now - last.nanos < LOOK_AGAIN.toNanos()) {
            return last;
        }
        Known next = read(now);
        if (next.problem != null && (last == null || last.problem == null)) {
            System.err.println(next.problem);
        }
        known = next;
        return next;
    }

    private Known read(long nanos) {
        try {
            Path file = place.find();
            return new Known(file == null ? null : digest(TokenFile.read(file)), null, nanos);
        } catch (InputException e) {
            return new Known(null, e.getMessage(), nanos);
        } catch (IOException e) {
            return new Known(null, "the token cannot be read: " + FileFailure.of(e), nanos);
        }
    }

    private static byte[] digest(String token) {
        return Sha256.digest().digest(token.getBytes(StandardCharsets.UTF_8));
    }
}
