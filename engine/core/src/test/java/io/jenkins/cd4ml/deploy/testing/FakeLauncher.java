package io.jenkins.cd4ml.deploy.testing;

import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterProcess;
import io.jenkins.cd4ml.deploy.server.ServerProcess;
import io.jenkins.cd4ml.runtime.LaunchedProcess;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts real processes that serve {@link FakePredictor}s: everything but the model's library is the real thing. */
public final class FakeLauncher implements Launcher {
    private final String heap;

    public FakeLauncher() {
        this("96m");
    }

    /** With a heap of that size, as {@code -Xmx} takes it. */
    public FakeLauncher(String heap) {
        this.heap = heap;
    }

    @Override
    public ProcessIdentity server(ServingFolder folder, String id, ServedVersion version) throws IOException {
        return launch(Server.class, List.of(folder.path().toString(), id), folder, "server-" + id);
    }

    @Override
    public ProcessIdentity router(ServingFolder folder) throws IOException {
        return launch(Router.class, List.of(folder.path().toString()), folder, "router");
    }

    private ProcessIdentity launch(Class<?> main, List<String> arguments, ServingFolder folder, String name)
            throws IOException {
        List<String> options = new ArrayList<>(LoopbackServer.JVM_OPTIONS);
        options.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        WorkerSpec spec = new WorkerSpec(main, List.of(), options, arguments);
        LaunchedProcess launched =
                Worker.launch(spec, folder.temporary(name), folder.log(name), System.getenv(), EventSink.SILENT);
        return ProcessIdentity.of(launched.pid()).orElse(new ProcessIdentity(launched.pid(), "ended"));
    }

    /** A model server's JVM. */
    public static final class Server {
        private Server() {}

        public static void main(String[] args) {
            WorkerMain.run(args, (arguments, events) -> {
                ServingFolder folder = new ServingFolder(Path.of(arguments.get(0)));
                new ServerProcess(folder, arguments.get(1), FaultyPredictor::open, new FakeLauncher()).run();
            });
        }
    }

    /** A router's JVM. */
    public static final class Router {
        private Router() {}

        public static void main(String[] args) {
            WorkerMain.run(args, (arguments, events) -> new RouterProcess(
                            new ServingFolder(Path.of(arguments.get(0))), new FakeLauncher())
                    .run());
        }
    }
}
