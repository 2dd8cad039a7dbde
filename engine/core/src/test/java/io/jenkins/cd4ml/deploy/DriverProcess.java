package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.testing.CellsProject;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import java.nio.file.Path;

/** Runs {@code deployCanary} and prints its summary: a driver that can be killed. */
public final class DriverProcess {
    private DriverProcess() {}

    public static void main(String[] args) throws Exception {
        CellsProject project = CellsProject.existing(Path.of(args[0]));
        RegistryMode registry = RegistryMode.valueOf(args[3]);
        ModelReference champion = registry == RegistryMode.LOCAL
                ? null
                : project.registry().alias("cells", "production").orElse(null);
        System.out.println(new DeployCanary(context -> new FakeLauncher(), Long.parseLong(args[2]))
                .run(project.request(args[1], registry, champion), project.context(args[1]))
                .summary());
    }
}
