package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code cd4ml serve}: one model server without a router, for a laptop or a container. It serves the version that an alias of
 * the local registry points to, and when the alias moves the running server takes the new version. It ends with its caller,
 * however that ends.
 */
public final class ServeAlias {
    private static final Duration START = Duration.ofSeconds(60);
    /** The server answers what has come before it ends. */
    private static final Duration END = Duration.ofSeconds(15);

    private static final long LOOK_MILLIS = 200;

    private final StageContext context;
    private final String alias;
    private final int port;
    private final Launcher launcher;
    private final Consumer<String> say;
    private ServedVersion asked;
    private String problem;

    /**
     * Prepares it.
     *
     * @param port on 127.0.0.1; 0: a free one
     * @param say hears a sentence about each change
     */
    public ServeAlias(StageContext context, String alias, int port, Launcher launcher, Consumer<String> say) {
        this.context = context;
        this.alias = alias;
        this.port = port;
        this.launcher = launcher;
        this.say = say;
    }

    /**
     * Serves until it is asked to stop.
     *
     * @return whether the server ended in order: every request that had come was answered
     * @throws InputException where the alias points to nothing, its version cannot be served, or the same alias is served
     *     already
     */
    @SuppressWarnings("try") // the lock is there to be held
    public boolean run(Cancellation cancellation) throws IOException, InterruptedException {
        // Environments have no dot in their names: this folder belongs to no router.
        ServingFolder folder =
                ServingFolder.of(context.home(), alias + ".serve").create();
        ServingFolder logs = ServingFolder.of(
                        context.home(), context.configuration().deploy().environment())
                .create();
        try (DriverLock lock = DriverLock.take(folder)) {
            sweep(folder);
            ServingSettings.of(context.configuration(), context.project())
                    .standalone(port, logs.path(), ProcessIdentity.current())
                    .write(folder.settings());
            String id = "serve-" + UUID.randomUUID().toString().substring(0, 8);
            asked = served(reference());
            AtomicFile.writeText(folder.serverLaunch(id), Protocol.write(asked));
            ProcessIdentity process = launcher.server(folder, id, asked);
            boolean whole;
            try {
                Announcement up =
                        Startup.await("the server", folder.server(id), process, folder.log("server-" + id), START);
                say.accept("serving " + asked.model() + " version " + asked.version() + " at " + up.url()
                        + "; it follows the alias '" + alias + "', Ctrl-C ends it");
                follow(folder, id, process, cancellation);
            } finally {
                whole = end(folder, id, process);
            }
            if (!whole) {
                say.accept("the server did not end within " + END.toSeconds()
                        + " s and was killed: requests may be without an answer");
            }
            return whole;
        }
    }

    /** What one that was killed has left: its server ends by itself, its files do not. */
    private static void sweep(ServingFolder folder) throws IOException {
        for (Path left : files(folder.servers())) {
            Announcement.read(left).ifPresent(server -> server.process().kill());
            Files.deleteIfExists(left);
        }
        for (Path left : files(folder.temporary())) {
            Removal.of(left);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void follow(ServingFolder folder, String id, ProcessIdentity process, Cancellation cancellation)
            throws IOException, InterruptedException {
        Announcement told = Announcement.read(folder.server(id)).orElse(null);
        while (!cancellation.requested()) {
            Thread.sleep(LOOK_MILLIS);
            if (!process.alive()) {
                throw new IOException(
                        "the server (pid " + process.pid() + ") ended; see " + folder.log("server-" + id));
            }
            Announcement now = Announcement.read(folder.server(id)).orElse(told);
            if (!now.equals(told)) {
                tell(now);
                told = now;
            }
            look(folder, id);
        }
    }

    private void look(ServingFolder folder, String id) throws IOException {
        try {
            // Only its record: whether the package is whole the server looks up, once, when it takes the version.
            ServedVersion wanted = served(reference());
            if (!wanted.equals(asked)) {
                asked = wanted;
                AtomicFile.writeText(folder.serverLaunch(id), Protocol.write(wanted));
            }
            problem = null;
        } catch (InputException e) {
            if (!e.getMessage().equals(problem)) {
                problem = e.getMessage();
                say.accept("still serving what was served before: " + problem);
            }
        }
    }

    private void tell(Announcement now) {
        if (now.refusal() != null) {
            say.accept("version " + now.refusal().version().version() + " was not taken, version "
                    + now.version().version() + " goes on serving: "
                    + now.refusal().problem());
        } else {
            say.accept("serving version " + now.version().version());
        }
    }

    private ModelReference reference() throws IOException {
        Configuration configuration = context.configuration();
        return LocalRegistry.open(context.home(), context.clock())
                .alias(configuration.model(), alias)
                .orElseThrow(() -> new InputException("no version of " + configuration.model() + " has the alias '"
                        + alias + "': deploy one, or name another alias with --alias (" + LocalRegistry.CANDIDATE
                        + " is the newest version that packageModel registered)"));
    }

    private ServedVersion served(ModelReference reference) {
        return ServedVersion.of(
                reference, context.project(), context.configuration().deploy().heap());
    }

    private static boolean end(ServingFolder folder, String id, ProcessIdentity process)
            throws IOException, InterruptedException {
        Files.deleteIfExists(folder.server(id));
        long deadline = System.nanoTime() + END.toNanos();
        while (process.alive() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        boolean whole = !process.alive();
        process.kill();
        Files.deleteIfExists(folder.server(id));
        Files.deleteIfExists(folder.serverLaunch(id));
        return whole;
    }
}
