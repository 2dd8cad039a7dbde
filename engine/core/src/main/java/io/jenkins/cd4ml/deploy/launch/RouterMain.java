package io.jenkins.cd4ml.deploy.launch;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterProcess;
import io.jenkins.cd4ml.runtime.WorkerMain;
import java.nio.file.Path;

/** The JVM of a router. Argument: the {@link ServingFolder}. */
public final class RouterMain {
    private RouterMain() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            ServingFolder folder = new ServingFolder(Path.of(arguments.get(0)));
            new RouterProcess(folder, new WorkerLauncher(System.getenv())).run();
        });
    }
}
