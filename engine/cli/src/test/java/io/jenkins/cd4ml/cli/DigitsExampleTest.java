package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Folders of images through all stages, with the numbers of the example's README, and PyTorch beside it. */
public class DigitsExampleTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void digitsAreToldApartAsPyTorchTellsThem() throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOf("digits", folder.getRoot().toPath());
        cd4ml.execute("run", "--run", "first", "--until", "deploy-canary").requireExitCode(0);
        ValidateModelDetail found = cd4ml.result("first", Stage.VALIDATE_MODEL).detail(ValidateModelDetail.class);
        double accuracy = found.metrics().stream()
                .filter(metric -> metric.name().equals("accuracy"))
                .findFirst()
                .orElseThrow()
                .value();
        assertEquals(195, found.rows());
        assertEquals(cell("accuracy on the test images"), accuracy, 0.02);
        var made = cd4ml.result("first", Stage.PACKAGE_MODEL).detail(PackageModelDetail.class);
        assertEquals(0, made.parity().labelsDiffering());
        assertEquals(
                DeployCanaryDetail.Decision.PROMOTED,
                cd4ml.result("first", Stage.DEPLOY_CANARY)
                        .detail(DeployCanaryDetail.class)
                        .decision());

        cd4ml.execute("check-drift", "--run", "first").requireExitCode(0);
        var drift = cd4ml.result("first", Stage.CHECK_DRIFT).detail(CheckDriftDetail.class);
        assertEquals(100, drift.currentRows());
        JsonNode request = new ObjectMapper()
                .readTree(cd4ml.execute("request", "incoming/001.png", "images/3")
                        .requireExitCode(0)
                        .out());
        assertEquals(61, request.path("rows").size());
        assertEquals(64, request.path("rows").get(0).size());

        double theirs = torch(folder.getRoot().toPath());
        // Of 195 images three more or less are chance.
        assertEquals(theirs, accuracy, 0.03);
    }

    /** Median accuracy of three trainings of the same architecture, with the same settings, on the same images. */
    private static double torch(Path project) throws Exception {
        Configuration configuration = ConfigurationReader.read(project, "cd4ml.yaml", Map.of());
        StageContext context = new StageContext(
                project,
                new RunFolder("first", project.resolve(".cd4ml/runs/first")),
                configuration,
                EventSink.SILENT,
                Cancellation.NEVER,
                Clock.systemUTC(),
                Map.of());
        Table table = TableLoader.ofRun(context);
        Split split = Split.of(configuration, LearningTask.of(configuration, table), table);
        StringBuilder input = new StringBuilder();
        for (String part : List.of("train", "validation", "test")) {
            for (int row : split.rows(part)) {
                input.append(part);
                table.columns().forEach(column -> input.append(' ').append(column.text(row)));
                input.append('\n');
            }
        }
        return Oracle.python(
                        List.of("torch"),
                        """
                        import copy, json, statistics, sys, torch
                        from torch import nn
                        torch.set_num_threads(1)
                        lines = [line.split() for line in sys.stdin]
                        def part(name):
                            rows = [list(map(int, line[1:])) for line in lines if line[0] == name]
                            pixels = torch.tensor([row[1:] for row in rows], dtype=torch.float32) / 255
                            return pixels.reshape(-1, 1, 8, 8), torch.tensor([row[0] for row in rows])
                        (x, y), (vx, vy), (tx, ty) = part('train'), part('validation'), part('test')
                        def accuracy(seed):
                            torch.manual_seed(seed)
                            model = nn.Sequential(
                                nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                                nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                                nn.Flatten(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
                            adam = torch.optim.Adam(model.parameters(), lr=0.003)
                            loss, best, kept, since = nn.CrossEntropyLoss(), float('inf'), None, 0
                            for _ in range(60):
                                for batch in torch.randperm(len(x)).split(32):
                                    adam.zero_grad()
                                    loss(model(x[batch]), y[batch]).backward()
                                    adam.step()
                                with torch.no_grad():
                                    value = float(loss(model(vx), vy))
                                since += 1
                                if value < best:
                                    best, kept, since = value, copy.deepcopy(model.state_dict()), 0
                                if since >= 12:
                                    break
                            model.load_state_dict(kept)
                            with torch.no_grad():
                                return float((model(tx).argmax(1) == ty).float().mean())
                        print(json.dumps(statistics.median(accuracy(seed) for seed in range(3))))
                        """,
                        input.toString())
                .asDouble();
    }

    private static double cell(String row) throws Exception {
        String readme = Files.readString(Path.of("../examples/digits/README.md"));
        String line = readme.lines()
                .filter(candidate -> candidate.startsWith("| " + row + " |"))
                .findFirst()
                .orElseThrow();
        assertTrue(line, line.contains("|"));
        return Double.parseDouble(line.split("\\|")[2].strip());
    }
}
