package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.testing.CellsProject;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** A project whose versions are served by real processes, and what its tests ask of it. */
abstract class CanaryFixture {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    CellsProject project;

    @Before
    public void project() throws Exception {
        project = new CellsProject(temporary.getRoot().toPath());
    }

    @After
    public void end() throws Exception {
        Serving.stop(home(), "production");
    }

    Path home() {
        return project.folder.resolve(".cd4ml");
    }

    StageOutcome deploy(String run) throws Exception {
        return deploy(run, RegistryMode.LOCAL);
    }

    StageOutcome deploy(String run, RegistryMode mode) throws Exception {
        return new DeployCanary(context -> new FakeLauncher(), 5000)
                .run(project.request(run, mode, null), project.context(run));
    }

    static DeployCanaryDetail detail(StageOutcome outcome) {
        return (DeployCanaryDetail) outcome.detail();
    }

    Integer champion() throws Exception {
        return project.registry().aliases("cells").get("production");
    }

    boolean nothingRuns() throws Exception {
        try (Stream<Path> servers =
                Files.list(ServingFolder.of(home(), "production").servers())) {
            return servers.findAny().isEmpty()
                    && Serving.status(home(), "production").isEmpty();
        }
    }

    RouterState status() throws Exception {
        return Serving.status(home(), "production").orElseThrow();
    }
}
