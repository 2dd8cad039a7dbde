package io.jenkins.cd4ml.remote.http;

import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteObjects;
import io.jenkins.cd4ml.remote.RemoteProblem;
import io.jenkins.cd4ml.remote.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Objects on an HTTP server that knows GET, HEAD and PUT: WebDAV, nginx, Apache, a raw repository of Nexus, a generic one of
 * Artifactory. Missing collections of WebDAV are made (RFC 4918, 9.3). Redirections are followed when reading, and credentials
 * stay with the host they are for.
 */
final class HttpObjects implements RemoteObjects {
    private static final int REDIRECTIONS = 5;
    private static final String CHECKSUM = "X-Checksum-Sha256";

    private final URI base;
    private final Optional<Credentials> credentials;
    private final HttpAnswers answers;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param base ends with a slash */
    HttpObjects(URI base, Optional<Credentials> credentials) {
        this.base = base;
        this.credentials = credentials;
        this.answers = new HttpAnswers(credentials.isPresent());
    }

    @Override
    public OptionalLong size(String sha256) throws IOException, InterruptedException {
        HttpResponse<Void> response = read("HEAD", place(sha256), BodyHandlers.discarding());
        if (answers.isAbsent(response.statusCode())) {
            return OptionalLong.empty();
        }
        answers.requireDone("HEAD", response.statusCode());
        return OptionalLong.of(
                response.headers().firstValueAsLong("Content-Length").orElse(UNKNOWN_SIZE));
    }

    @Override
    public boolean put(String sha256, Path object, Transfer transfer) throws IOException, InterruptedException {
        HttpResponse<Void> response = send(sha256, object, transfer);
        if (response.statusCode() == HttpAnswers.CONFLICT) {
            int refusal = makeCollections(sha256);
            // Whatever was answered: another writer may have made them in between, and only this tells.
            response = send(sha256, object, transfer);
            if (response.statusCode() == HttpAnswers.CONFLICT && refusal > 0) {
                answers.requireDone("MKCOL", refusal);
            }
        }
        answers.requireDone("PUT", response.statusCode());
        return confirms(response, sha256) || confirms(read("HEAD", place(sha256), BodyHandlers.discarding()), sha256);
    }

    private HttpResponse<Void> send(String sha256, Path object, Transfer transfer)
            throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> open(object, transfer)), Math.max(1, Files.size(object)));
        HttpRequest request = request(place(sha256), true)
                .header("Content-Type", "application/octet-stream")
                // Artifactory refuses what does not have this digest; RFC 9530 says the same to others.
                .header(CHECKSUM, sha256)
                .header("Repr-Digest", "sha-256=:" + base64(sha256) + ":")
                .PUT(Files.size(object) == 0 ? BodyPublishers.noBody() : body)
                .build();
        return client.send(request, BodyHandlers.discarding());
    }

    private static InputStream open(Path object, Transfer transfer) {
        try {
            return transfer.counting(Files.newInputStream(object));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean confirms(HttpResponse<?> response, String sha256) {
        return response.statusCode() / 100 == 2
                && (response.headers().firstValue(CHECKSUM).orElse("").equalsIgnoreCase(sha256)
                        || response.headers()
                                .firstValue("Repr-Digest")
                                .orElse("")
                                .contains("sha-256=:" + base64(sha256) + ":"));
    }

    private static String base64(String sha256) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    }

    /**
     * Makes the folders above an object. To one that is there already servers answer 405 (RFC 4918, 9.3.1), and so do those that
     * do not know how.
     *
     * @return the first refusal's status; 0: there is none
     */
    private int makeCollections(String sha256) throws IOException, InterruptedException {
        int refusal = 0;
        for (String folder : new String[] {"objects/", "objects/" + sha256.substring(0, 2) + "/"}) {
            HttpRequest request = request(base.resolve(folder), true)
                    .method("MKCOL", BodyPublishers.noBody())
                    .build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (refusal == 0 && status / 100 != 2 && status != HttpAnswers.NOT_ALLOWED) {
                refusal = status;
            }
        }
        return refusal;
    }

    @Override
    public boolean get(String sha256, OutputStream to, Transfer transfer) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = read("GET", place(sha256), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (answers.isAbsent(response.statusCode())) {
                return false;
            }
            answers.requireDone("GET", response.statusCode());
            body.transferTo(to);
            return true;
        }
    }

    private <T> HttpResponse<T> read(String method, URI place, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        URI at = place;
        for (int i = 0; i <= REDIRECTIONS; i++) {
            HttpRequest request = request(at, isOurs(at))
                    .method(method, BodyPublishers.noBody())
                    .build();
            HttpResponse<T> response = client.send(request, handler);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            close(response.body());
            at = next(at, location.get());
        }
        throw RemoteProblem.lasting("redirects more than " + REDIRECTIONS + " times");
    }

    private static void close(Object body) throws IOException {
        if (body instanceof InputStream stream) {
            stream.close();
        }
    }

    private static URI next(URI from, String location) throws RemoteProblem {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw RemoteProblem.lasting("redirects to something that is no address");
        }
        boolean downgrade = from.getScheme().equals("https") && !"https".equals(to.getScheme());
        if (downgrade || !"https".equals(to.getScheme()) && !"http".equals(to.getScheme())) {
            throw RemoteProblem.lasting("redirects to an address that is not https");
        }
        if (to.getHost() == null) {
            throw RemoteProblem.lasting("redirects to an address without a host");
        }
        return to;
    }

    private boolean isOurs(URI place) {
        return place.getScheme().equals(base.getScheme())
                && place.getHost() != null
                && place.getHost().equalsIgnoreCase(base.getHost())
                && place.getPort() == base.getPort();
    }

    private HttpRequest.Builder request(URI place, boolean withCredentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(place);
        if (withCredentials) {
            credentials.ifPresent(known -> request.header("Authorization", known.authorization()));
        }
        return request;
    }

    private URI place(String sha256) {
        return base.resolve(RemoteObjects.pathOf(sha256));
    }
}
