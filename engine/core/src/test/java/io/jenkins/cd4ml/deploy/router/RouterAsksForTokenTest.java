package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.Environment;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.testing.SampleContexts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** A real router and real servers that ask for a token. */
public class RouterAsksForTokenTest {
    private static final String TOKEN = "c3VwZXItc2VjcmV0LXRva2Vu";
    private static final String ROW = "{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":null}";
    private static final String ROWS = "{\"rows\":[" + ROW + "]}";
    private static final String LABEL = "{\"id\":\"a\",\"truth\":\"sun\"}";
    private static final String PREDICT = "/v1/models/weather:predict";

    @ClassRule
    public static final Environment environment = new Environment(60_000);

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeClass
    public static void deployTheChampion() throws Exception {
        Path file = environment.folder().path().resolve("callers.token");
        Files.writeString(file, TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ServingSettings.of(
                        SampleContexts.configuration("data: {path: x}\ndeploy: {tokenFile: callers.token}"),
                        file.getParent())
                .write(environment.folder().settings());
        environment.router().champion(environment.version("1", Behaviour.classifier(5)), "first");
    }

    @Test
    public void routerAndServersAnswerWhoHasTheToken() throws Exception {
        String server = environment.client().state().routes().champion().url();
        for (String url : new String[] {environment.client().url(), server}) {
            for (String path : new String[] {PREDICT, "/feedback", "/v2/models/weather/infer"}) {
                String body = path.equals("/feedback") ? LABEL : ROWS;
                HttpResponse<String> none = post(url + path, body);
                assertEquals(url + path, 401, none.statusCode());
                assertEquals(
                        "Bearer realm=\"cd4ml\"",
                        none.headers().firstValue("WWW-Authenticate").orElseThrow());
                assertTrue(none.body(), none.body().contains("send the header Authorization: Bearer"));
                assertEquals(
                        401,
                        post(url + path, body, "Authorization", "Bearer " + TOKEN + "x")
                                .statusCode());
                // The header of the router proves nothing without its own token.
                assertEquals(401, post(url + path, body, "X-CD4ML-Token", TOKEN).statusCode());
            }
            assertEquals(
                    200,
                    post(url + PREDICT, ROWS, "Authorization", "Bearer " + TOKEN)
                            .statusCode());
            assertEquals(
                    200,
                    post(url + "/feedback", LABEL, "Authorization", "Bearer " + TOKEN)
                            .statusCode());
            for (String open : new String[] {"/v2/health/live", "/v2/health/ready", "/metrics", "/v2/models/weather"}) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(url + open)).build();
                assertEquals(
                        url + open,
                        200,
                        http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode());
            }
        }
    }

    /** A new token in the file, then another file that a deployment names: the old ones count no more, in either process. */
    @Test
    public void aNewTokenCountsInProcessesThatServe() throws Exception {
        String server = environment.client().state().routes().champion().url();
        Path file = environment.folder().path().resolve("callers.token");
        Path other = environment.folder().path().resolve("other.token");
        String second = TOKEN + "-second";
        String third = TOKEN + "-third";
        ServingSettings before = ServingSettings.read(environment.folder().settings());
        try {
            Files.writeString(file, second);
            for (String url : new String[] {environment.client().url(), server}) {
                Await.until("the new token counts at " + url, () -> predicts(url, second));
                assertFalse(url, predicts(url, TOKEN));
            }
            Files.writeString(other, third);
            Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
            ServingSettings.of(
                            SampleContexts.configuration("data: {path: x}\ndeploy: {tokenFile: other.token}"),
                            other.getParent())
                    .write(environment.folder().settings());
            for (String url : new String[] {environment.client().url(), server}) {
                Await.until("the other file counts at " + url, () -> predicts(url, third));
                assertFalse(url, predicts(url, second));
            }
        } finally {
            Files.writeString(file, TOKEN);
            before.write(environment.folder().settings());
            Files.deleteIfExists(other);
            for (String url : new String[] {environment.client().url(), server}) {
                Await.until("as before at " + url, () -> predicts(url, TOKEN));
            }
        }
    }

    private boolean predicts(String url, String token) throws Exception {
        int status =
                post(url + PREDICT, ROWS, "Authorization", "Bearer " + token).statusCode();
        assertTrue("status " + status, status == 200 || status == 401);
        return status == 200;
    }

    @Test
    public void theDriverNeedsNoTokenAndNoFileOfTheFolderHasIt() throws Exception {
        HttpResponse<byte[]> answer =
                environment.client().predict("weather", ROWS.getBytes(StandardCharsets.UTF_8), Map.of());
        assertEquals(200, answer.statusCode());
        assertEquals(
                200,
                post(environment.client().url() + PREDICT, ROWS, "Authorization", "Bearer " + TOKEN)
                        .statusCode());
        List<Path> files;
        try (Stream<Path> all = Files.walk(environment.folder().path())) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("callers.token"))
                    .toList();
        }
        assertTrue(files.toString(), files.size() > 4);
        for (Path file : files) {
            assertFalse(
                    file.toString(),
                    Files.readString(file, StandardCharsets.ISO_8859_1).contains(TOKEN));
        }
    }

    private HttpResponse<String> post(String url, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
