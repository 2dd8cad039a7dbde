package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.router.Routes;
import io.jenkins.cd4ml.deploy.router.ServingServer;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.ServingProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What serves an environment on this machine, for {@code cd4ml serving} and {@code cd4ml serving stop}. */
public final class Serving {
    private static final Duration END = Duration.ofSeconds(30);

    private Serving() {}

    /**
     * What serves now; empty where nothing does.
     *
     * @param home the project's {@code .cd4ml}
     */
    public static Optional<RouterState> status(Path home, String environment) throws IOException, InterruptedException {
        Optional<RouterClient> router = RouterClient.find(ServingFolder.of(home, environment));
        return router.isEmpty() ? Optional.empty() : Optional.of(router.get().state());
    }

    /** The processes of a state, router first. */
    public static List<ServingProcess> processes(RouterState state) {
        List<ServingProcess> processes = new ArrayList<>();
        processes.add(new ServingProcess("router", state.process().pid(), state.url()));
        Routes routes = state.routes();
        add(processes, "champion", routes.champion());
        add(processes, "candidate", routes.candidate());
        if (routes.proposal() != null) {
            add(processes, "champion before", routes.proposal().before());
        }
        return processes;
    }

    /**
     * Ends everything that serves the environment.
     *
     * @return what was ended; empty where nothing served
     * @throws io.jenkins.cd4ml.problem.InputException while a deployment is under way
     */
    public static List<ServingProcess> stop(Path home, String environment) throws IOException, InterruptedException {
        ServingFolder folder = ServingFolder.of(home, environment);
        if (!folder.exists()) {
            return List.of();
        }
        try (DriverLock lock = DriverLock.take(folder)) {
            return end(folder);
        }
    }

    /** The same for whoever has the lock. */
    static List<ServingProcess> end(ServingFolder folder) throws IOException, InterruptedException {
        List<ServingProcess> ended = new ArrayList<>();
        // A router that is being started at this moment, in place of one that died, does not begin without it.
        Files.deleteIfExists(folder.routerLaunch());
        Optional<RouterClient> router = RouterClient.find(folder);
        if (router.isPresent()) {
            try {
                ended.addAll(processes(router.get().state()));
                router.get().stop();
                await(router.get());
            } catch (IOException e) {
                // It died or does not listen: its processes are ended one by one.
            }
        }
        Files.deleteIfExists(folder.kept());
        endLeftovers(folder);
        return List.copyOf(ended);
    }

    private static void await(RouterClient router) throws InterruptedException {
        long deadline = System.nanoTime() + END.toNanos();
        while (router.alive() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    /** The router's announcement first, so that no server starts it again. */
    private static void endLeftovers(ServingFolder folder) throws IOException {
        List<Path> announcements = new ArrayList<>(List.of(folder.router()));
        try (Stream<Path> servers = Files.list(folder.servers())) {
            servers.forEach(announcements::add);
        }
        for (Path file : announcements) {
            Optional<ProcessIdentity> process = Announcement.read(file).map(Announcement::process);
            Files.deleteIfExists(file);
            process.ifPresent(ProcessIdentity::kill);
        }
    }

    private static void add(List<ServingProcess> processes, String role, ServingServer server) {
        if (server != null) {
            processes.add(new ServingProcess(role, server.process().pid(), server.url()));
        }
    }
}
