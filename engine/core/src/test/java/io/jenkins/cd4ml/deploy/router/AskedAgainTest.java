package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.Environment;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;

/** What docs/serving.md tells callers to do when a router dies over their request. */
public class AskedAgainTest {
    private static final String ROW = "{\"rows\":[{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":null}]}";

    @Rule
    public Environment environment = new Environment(60_000);

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url + "/v1/models/weather:predict"))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "order-4711")
                .POST(HttpRequest.BodyPublishers.ofString(ROW))
                .build();
    }

    private List<String> logged() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(environment.folder().requests())) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    public void theSameIdTellsThatTwoRequestsAreOne() throws Exception {
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5).slow(1000)), "first");
        CompletableFuture<HttpResponse<String>> lost =
                http.sendAsync(request(router.url()), HttpResponse.BodyHandlers.ofString());
        Await.until("the model has begun", () -> metrics(router).contains("in_flight_requests{version=\"1\"} 1"));
        ProcessIdentity.of(router.pid()).orElseThrow().kill();
        CompletionException e = assertThrows(CompletionException.class, lost::join);
        assertTrue(e.toString(), e.getCause() instanceof IOException);

        Await.until("asked again it answers", () -> {
            HttpResponse<String> again = http.send(request(router.url()), HttpResponse.BodyHandlers.ofString());
            assertEquals(
                    "order-4711", again.headers().firstValue("X-Request-Id").orElseThrow());
            return again.statusCode() == 200;
        });
        Await.until("both answers are in the log", () -> logged().size() == 2);
        assertTrue(logged().stream()
                .allMatch(line -> line.contains("\"id\":\"order-4711\",\"index\":0,\"version\":\"1\"")));
    }

    /** Of the model's server, past the router. */
    private String metrics(RouterClient router) throws Exception {
        String url = router.state().routes().champion().url();
        return http.send(
                        HttpRequest.newBuilder(URI.create(url + "/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
