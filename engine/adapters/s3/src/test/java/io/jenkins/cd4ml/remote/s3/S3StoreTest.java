package io.jenkins.cd4ml.remote.s3;

import static io.jenkins.cd4ml.remote.RemoteProject.ABC;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteProject;
import io.jenkins.cd4ml.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The store in S3 by way of the runtime pack, against Adobe's S3Mock. */
public class S3StoreTest {
    @ClassRule
    public static final S3Server S3 = new S3Server();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void keepsContentByItsName() throws Exception {
        RemoteProject project = project("s3://models/weather");
        ObjectStore store = project.store();
        assertFalse(store.has(ABC, 3));
        assertTrue(store.get(ABC).isEmpty());
        assertEquals(ABC, store.put(project.file("abc")));
        ObjectStore elsewhere = project("s3://models/weather/").store();
        assertTrue(elsewhere.has(ABC, 3));
        assertEquals("abc", Files.readString(elsewhere.get(ABC).orElseThrow()));
        HttpResponse<String> object = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(S3.endpoint() + "/models/weather/" + RemoteProject.OBJECT))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals("abc", object.body());
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", store.put(project.file("")));
    }

    @Test
    public void theEndpointMayStandInTheAddress() throws IOException {
        RemoteProject project = new RemoteProject(
                        folder.getRoot().toPath(),
                        "s3://models/address?endpoint=" + S3.endpoint() + "&region=eu-central-1&pathStyle=true")
                .with(Credentials.USER, "ada")
                .with(Credentials.PASSWORD, "lovelace");
        project.store().put(project.file("abc"));
        assertTrue(project.store().has(ABC, 3));
    }

    @Test
    public void damageIsFound() throws Exception {
        RemoteProject project = project("s3://models/damaged");
        HttpResponse<String> put = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(S3.endpoint() + "/models/damaged/" + RemoteProject.OBJECT))
                                .PUT(HttpRequest.BodyPublishers.ofString("abd"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, put.statusCode());
        assertProblem(project, "s3://models/damaged has a damaged object: the content of " + RemoteProject.OBJECT);
    }

    @Test
    public void missingBucketsHostsAndCredentialsAreSaid() throws IOException {
        RemoteProject missing = project("s3://nowhere/x");
        assertProblem(missing, "s3://nowhere/x does not exist: there is no bucket nowhere at " + S3.endpoint());
        String message = assertThrows(
                        InputException.class, () -> missing.store().has(ABC, 3))
                .getMessage();
        assertTrue(message, message.contains("there is no bucket nowhere"));
        assertProblem(
                project("s3://models/x?endpoint=http://127.0.0.1:1"),
                "cannot be reached at http://127.0.0.1:1: Connection refused");
        HttpServer strict = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        strict.createContext("/", exchange -> {
            byte[] answer = ("<Error><Code>InvalidAccessKeyId</Code><Message>no such key AKIATEST</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        strict.start();
        try {
            assertProblem(
                    project("s3://models/x?endpoint=http://127.0.0.1:"
                            + strict.getAddress().getPort()),
                    "refuses the credentials (HTTP 403, InvalidAccessKeyId): check that they may read and write");
        } finally {
            strict.stop(0);
        }
    }

    private void assertProblem(RemoteProject project, String part) {
        String message = assertThrows(
                        InputException.class, () -> project.store().get(ABC))
                .getMessage();
        assertTrue(message, message.contains(part));
        assertFalse(message, message.contains("s3cret") || message.contains("AKIATEST"));
    }

    private RemoteProject project(String address) {
        return new RemoteProject(folder.getRoot().toPath(), address)
                .with("AWS_ENDPOINT_URL", S3.endpoint())
                .with("AWS_ACCESS_KEY_ID", "AKIATEST")
                .with("AWS_SECRET_ACCESS_KEY", "s3cret");
    }
}
