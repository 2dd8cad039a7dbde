package io.jenkins.cd4ml.deploy.testing;

import io.jenkins.cd4ml.deploy.DriverProcess;
import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the stage in a JVM of its own, to be killed. */
public final class Driver {
    private Driver() {}

    /** Output goes to a file beside the project's, so that a reader is not needed. */
    public static Process start(Path project, String run, long leaseMillis, Path output) throws IOException {
        return start(project, run, leaseMillis, RegistryMode.LOCAL, output);
    }

    /** The same where the registry is somebody else's, of which the project's own one plays the part. */
    public static Process start(Path project, String run, long leaseMillis, RegistryMode registry, Path output)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LoopbackServer.JVM_OPTIONS);
        command.addAll(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                DriverProcess.class.getName(), project.toString(), run, Long.toString(leaseMillis), registry.name()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
