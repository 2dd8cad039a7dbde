package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.FakePredictor;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Files;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a server's own first question may not decide, and what is said when it cannot start. */
public class WarmUpTest {
    private static final ServedVersion VERSION = new ServedVersion("weather", "3", "sha256:ab", "/nowhere", "64m");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private ServingFolder folder;

    @Before
    public void launch() throws Exception {
        folder = ServingFolder.of(temporary.getRoot().toPath(), "production").create();
        AtomicFile.writeText(folder.serverLaunch("s"), Protocol.write(VERSION));
    }

    /** As ONNX Runtime ends where scikit-learn's default OneHotEncoder, or an index into an embedding, meets a missing value. */
    @Test
    public void aModelWithoutAnAnswerToAMissingValueServes() throws Exception {
        FakePredictor weather = new FakePredictor(VERSION, Behaviour.regression(1));
        Predictor strict = new Predictor() {
            @Override
            public ServedModel model() {
                return weather.model();
            }

            @Override
            public Predictions predict(Table rows) {
                if (rows.columns().stream().anyMatch(column -> column.isMissing(0))) {
                    throw new IllegalStateException(
                            "ONNX Runtime could not run the model: indices element out of data bounds");
                }
                return weather.predict(rows);
            }

            @Override
            public void close() {
                weather.close();
            }
        };
        ServerProcess process = new ServerProcess(folder, "s", version -> strict, new FakeLauncher());
        Thread server = new Thread(() -> {
            try {
                process.run();
            } catch (Exception e) {
                e.printStackTrace();
            }
        });
        server.start();
        Await.until("it serves", () -> Announcement.read(folder.server("s"))
                .map(Announcement::serves)
                .orElse(false));
        Files.delete(folder.server("s"));
        server.join();
    }

    @Test
    public void theCauseIsAnnouncedWhenAServerCannotStart() throws Exception {
        ServerProcess process = new ServerProcess(
                folder,
                "s",
                version -> {
                    throw new IllegalStateException("no kernel for Frobnicate");
                },
                new FakeLauncher());
        assertThrows(IllegalStateException.class, process::run);
        String problem = Announcement.read(folder.server("s")).orElseThrow().problem();
        assertTrue(problem, problem.contains("no kernel for Frobnicate"));
    }
}
