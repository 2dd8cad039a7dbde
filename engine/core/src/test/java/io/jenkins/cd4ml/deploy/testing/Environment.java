package io.jenkins.cd4ml.deploy.testing;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A serving folder with a router of its own; ends all of its processes after the test, whatever became of them. */
public final class Environment extends ExternalResource {
    private final TemporaryFolder root = new TemporaryFolder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final long leaseMillis;
    private ServingFolder folder;

    public Environment(long leaseMillis) {
        this.leaseMillis = leaseMillis;
    }

    @Override
    protected void before() throws IOException {
        root.create();
        folder = ServingFolder.of(root.getRoot().toPath(), "production").create();
    }

    @Override
    protected void after() {
        try {
            List<ProcessIdentity> processes = processes();
            // Else a router that stands by would take the place of the one that is killed.
            Files.deleteIfExists(folder.routerLaunch());
            processes.forEach(ProcessIdentity::kill);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            // Whoever was started meanwhile finds its folder gone and ends.
            root.delete();
        }
    }

    public ServingFolder folder() {
        return folder;
    }

    /** A package with that behaviour. */
    public ServedVersion version(String version, Behaviour behaviour) throws IOException {
        return behaviour.write(root.getRoot().toPath().resolve("packages").resolve(version), version);
    }

    /** Starts the router and waits until it serves. */
    public RouterClient router() throws Exception {
        new RouterLaunch(0, leaseMillis).write(folder.routerLaunch());
        ProcessIdentity process = new FakeLauncher().router(folder);
        Startup.await("the router", folder.router(), process, folder.log("router"), Duration.ofSeconds(30));
        return client();
    }

    /** The router that serves now. */
    public RouterClient client() throws IOException {
        return RouterClient.find(folder).orElseThrow(() -> new IOException("no router"));
    }

    /** What a caller gets for x, or the status where it is no prediction. */
    public String predict(double x, String caller) throws Exception {
        String row = "{\"rows\":[{\"x\":" + x + ",\"day\":null,\"colour\":\"red\",\"name\":null}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(client().url() + "/v1/models/weather:predict"))
                .header("Content-Type", "application/json")
                .header("X-Routing-Key", caller)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(row))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200
                ? response.headers().firstValue("X-Model-Version").orElseThrow()
                : response.statusCode() + " " + response.body();
    }

    /** Every process that has announced itself. */
    public List<ProcessIdentity> processes() throws IOException {
        List<ProcessIdentity> found = new ArrayList<>();
        if (Files.isDirectory(folder.servers())) {
            try (Stream<Path> files = Stream.concat(Stream.of(folder.router()), Files.list(folder.servers()))) {
                for (Path file : files.toList()) {
                    Announcement.read(file).map(Announcement::process).ifPresent(found::add);
                }
            }
        }
        return found;
    }
}
