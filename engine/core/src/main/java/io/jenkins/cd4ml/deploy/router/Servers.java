package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Starts and stops the model servers of an environment, and ends those that nobody knows of any more. */
final class Servers {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final String LAUNCH = ".launch.json";

    private final ServingFolder folder;
    private final Launcher launcher;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Servers(ServingFolder folder, Launcher launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /** Takes over a server that an earlier router started; null is none. */
    void adopt(ServingServer server) {
        if (server != null) {
            known.add(server.id());
        }
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @throws io.jenkins.cd4ml.problem.InputException when it says why it cannot serve
     */
    ServingServer start(ServedVersion version) throws IOException, InterruptedException {
        String id = "v" + version.version() + "-" + UUID.randomUUID().toString().substring(0, 8);
        known.add(id);
        ProcessIdentity launched = null;
        try {
            AtomicFile.writeText(folder.serverLaunch(id), Protocol.write(version));
            launched = launcher.server(folder, id, version);
            Announcement up = Startup.await(
                    "the server of version " + version.version(),
                    folder.server(id),
                    launched,
                    folder.log(name(id)),
                    START);
            return new ServingServer(id, version, up.process(), up.url());
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (launched != null) {
                launched.kill();
            }
            forget(id);
            throw e;
        }
    }

    /** Ends a server: first it is told, by its announcement going away, then it is killed. */
    void stop(ServingServer server) throws IOException, InterruptedException {
        forget(server.id());
        await(server.process());
        server.process().kill();
        Removal.of(folder.temporary(name(server.id())));
    }

    /** Ends every server in the folder that this router neither started nor took over. */
    void sweep() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.servers(), "*.json")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - (name.endsWith(LAUNCH) ? LAUNCH : ".json").length());
                if (known.contains(id)) {
                    continue;
                }
                Announcement.read(file)
                        .ifPresent(announcement -> announcement.process().kill());
                Files.deleteIfExists(file);
            }
        }
        Set<String> used = known.stream().map(Servers::name).collect(Collectors.toSet());
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(folder.temporary(), name("*"))) {
            for (Path left : unpacked) {
                if (!used.contains(left.getFileName().toString())) {
                    Removal.of(left);
                }
            }
        }
    }

    private static String name(String id) {
        return "server-" + id;
    }

    private void forget(String id) throws IOException {
        Files.deleteIfExists(folder.server(id));
        Files.deleteIfExists(folder.serverLaunch(id));
        known.remove(id);
        Path log = folder.log(name(id));
        if (Files.exists(log) && Files.size(log) == 0) {
            Files.delete(log);
        }
    }

    private static void await(ProcessIdentity process) throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (process.alive() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }
}
