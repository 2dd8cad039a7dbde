package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.http.Headers;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CallerTokenTest {
    private static final String TOKEN = "0123456789abcdef-first";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final AtomicLong nanos = new AtomicLong();
    private Path file;
    private CallerToken callers;

    @Before
    public void token() throws Exception {
        file = folder.getRoot().toPath().resolve("token");
        write(TOKEN + "\n");
        callers = new CallerToken(() -> file, nanos::get);
    }

    @Test
    public void theTokenLetsIn() throws Exception {
        callers.require(request("Bearer " + TOKEN));
        callers.require(request("bearer  " + TOKEN + " "));
        new CallerToken(() -> null, nanos::get).require(request());
    }

    @Test
    public void allElseIsRefusedAndNotRepeated() {
        assertRefused("this needs the token of deploy.tokenFile: send the header Authorization: Bearer …", request());
        String wrong = "the token in the header Authorization is not the one of deploy.tokenFile";
        assertRefused(wrong, request("Bearer 0123456789abcdef-firsT"));
        assertRefused(wrong, request("Bearer " + TOKEN + "x"));
        assertRefused(wrong, request("Bearer " + TOKEN.substring(1)));
        assertRefused(wrong, request("Basic " + TOKEN));
        assertRefused(wrong, request(TOKEN));
        assertRefused(wrong, request("Bearer "));
        assertRefused(wrong, request("Bearer " + TOKEN, "Bearer " + TOKEN));
    }

    @Test
    public void aNewTokenCountsWithoutARestart() throws Exception {
        callers.require(request("Bearer " + TOKEN));
        write("0123456789abcdef-second");
        callers.require(request("Bearer " + TOKEN));
        nanos.addAndGet(600_000_000);
        callers.require(request("Bearer 0123456789abcdef-second"));
        assertRefused(
                "the token in the header Authorization is not the one of deploy.tokenFile", request("Bearer " + TOKEN));
    }

    @Test
    public void withoutAReadableFileNothingIsAnswered() throws Exception {
        callers.require(request("Bearer " + TOKEN));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        nanos.addAndGet(600_000_000);
        HttpProblem problem = assertThrows(HttpProblem.class, () -> callers.require(request("Bearer " + TOKEN)));
        assertEquals(503, problem.status());
        assertEquals(
                "the token of deploy.tokenFile cannot be read here; the server's log says why", problem.getMessage());
        Files.delete(file);
        nanos.addAndGet(600_000_000);
        assertEquals(
                503,
                assertThrows(HttpProblem.class, () -> callers.require(request()))
                        .status());
        write(TOKEN);
        nanos.addAndGet(600_000_000);
        callers.require(request("Bearer " + TOKEN));
    }

    @Test
    public void predictionsAndLabelsAreConcerned() {
        assertTrue(CallerToken.concerns(at("/v1/models/m:predict")));
        assertTrue(CallerToken.concerns(at("/v2/models/m/versions/3/infer")));
        assertTrue(CallerToken.concerns(at("/feedback")));
        assertFalse(CallerToken.concerns(at("/v2/health/ready")));
        assertFalse(CallerToken.concerns(at("/v2/models/m")));
        assertFalse(CallerToken.concerns(at("/metrics")));
    }

    private void assertRefused(String sentence, Request request) {
        HttpProblem problem = assertThrows(HttpProblem.class, () -> callers.require(request));
        assertEquals(sentence, problem.getMessage());
        assertEquals(401, problem.status());
        assertFalse(problem.getMessage().contains(TOKEN));
    }

    private void write(String token) throws Exception {
        Files.writeString(file, token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Request at(String path) {
        return new Request("id", "POST", path, path, new Headers(), new byte[0]);
    }

    private static Request request(String... authorizations) {
        Request request = at("/feedback");
        for (String authorization : authorizations) {
            request.headers().add("Authorization", authorization);
        }
        return request;
    }
}
