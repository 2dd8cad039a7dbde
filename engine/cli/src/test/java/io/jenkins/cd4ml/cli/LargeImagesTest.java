package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Images of more pixels than there may be columns through all stages: the digits, scaled up to 104 x 104. */
public class LargeImagesTest {
    private static final int SAMPLES = 104 * 104;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void eachIsOneColumnFromTheFileToTheServer() throws Exception {
        Path project = folder.getRoot().toPath();
        Cd4ml cd4ml = Cd4ml.inCopyOf("digits", project);
        String given = Files.readString(project.resolve("cd4ml.yaml"));
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                given.replace("{height: 8, width: 8}", "{height: 104, width: 104, convert: true}")
                        .replace("filters: [16, 32]", "filters: [2, 4, 8, 8]")
                        .replace("epochs: 60", "epochs: 2")
                        .replace("{metric: accuracy, min: 0.9}", "{metric: accuracy, min: 0.05}")
                        .replaceAll("(?m)^ +- .metric: (f1_macro|accuracy, versus).*\n", ""));
        cd4ml.execute("run", "--run", "first", "--until", "deploy-canary").requireExitCode(0);
        List<ColumnSummary> columns = cd4ml.result("first", Stage.VERSION_DATA)
                .detail(VersionDataDetail.class)
                .columns();
        assertEquals(
                List.of("digit", "image"),
                columns.stream().map(ColumnSummary::name).toList());
        assertEquals("image", columns.get(1).type());
        PackageModelDetail made = cd4ml.result("first", Stage.PACKAGE_MODEL).detail(PackageModelDetail.class);
        assertEquals(0, made.parity().labelsDiffering());
        assertEquals(List.of(-1L, (long) SAMPLES), made.inputs().get(0).shape());
        assertEquals("uint8", made.inputs().get(0).type());
        assertEquals(
                DeployCanaryDetail.Decision.PROMOTED,
                cd4ml.result("first", Stage.DEPLOY_CANARY)
                        .detail(DeployCanaryDetail.class)
                        .decision());
        cd4ml.execute("check-drift", "--run", "first").requireExitCode(0);
        assertEquals(
                100,
                cd4ml.result("first", Stage.CHECK_DRIFT)
                        .detail(CheckDriftDetail.class)
                        .currentRows());

        String request =
                cd4ml.execute("request", "incoming/001.png").requireExitCode(0).out();
        JsonNode row = new ObjectMapper().readTree(request).path("rows").get(0);
        assertEquals(1, row.size());
        assertEquals(SAMPLES, Base64.getDecoder().decode(row.path("image").asText()).length);
    }
}
