package io.jenkins.cd4ml.deploy.launch;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.server.OnnxPredictor;
import io.jenkins.cd4ml.deploy.server.ServerProcess;
import io.jenkins.cd4ml.runtime.WorkerMain;
import java.nio.file.Path;

/** The JVM of a model server. Arguments: the {@link ServingFolder} and the server's id there. */
public final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            ServingFolder folder = new ServingFolder(Path.of(arguments.get(0)));
            new ServerProcess(folder, arguments.get(1), OnnxPredictor::open, new WorkerLauncher(System.getenv())).run();
        });
    }
}
