package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.ReferencePackage;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code versus} names where the caller keeps the registry. */
public class ReferencesTest {
    private static final Labels LABELS = Labels.of(List.of("benign", "malignant"), false, new long[] {357, 212}, null);
    private static final ModelReference CHAMPION = of(3);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatCameWithTheRequestIsComparedWith() throws Exception {
        List<ReferencePackage> brought = List.of(
                new ReferencePackage("1", null, of(1)),
                new ReferencePackage("best", "recall for malignant", of(2)),
                new ReferencePackage("best", null, of(4)));
        assertEquals(of(1), reference("1", recall(1), brought));
        assertEquals("the champion is there already", CHAMPION, reference("3", recall(1), brought));
        assertEquals(of(2), reference("best", recall(1), brought));
        assertEquals("best in another metric", of(4), reference("best", recall(0), brought));
    }

    @Test
    public void whatDidNotComeIsNotLookedForElsewhere() throws Exception {
        assertNull(reference("1", recall(1), null).path());
        assertEquals(1, reference("1", recall(1), null).version().intValue());
        assertNull(reference("best", recall(1), List.of(new ReferencePackage("1", null, of(1))))
                .path());
        ModelReference any = new ModelReference("test", 1, null, "package");
        assertNull(
                "without a digest any package would do",
                reference("1", recall(1), List.of(new ReferencePackage("1", null, any)))
                        .path());
    }

    @Test
    public void withoutAChampionNothingIsTheBest() throws Exception {
        List<ReferencePackage> brought = List.of(new ReferencePackage("best", null, of(4)));
        assertEquals(
                Optional.empty(),
                References.of(
                        rule("best", recall(1)),
                        request(brought),
                        context(),
                        Optional.empty(),
                        EarlierChampions.NONE,
                        LABELS));
    }

    private ModelReference reference(String against, MetricKey metric, List<ReferencePackage> brought)
            throws Exception {
        return References.of(
                        rule(against, metric),
                        request(brought),
                        context(),
                        Optional.of(CHAMPION),
                        EarlierChampions.NONE,
                        LABELS)
                .orElseThrow();
    }

    private static MetricKey recall(int label) {
        return new MetricKey(MetricName.RECALL, label);
    }

    private static GateRule.Versus rule(String against, MetricKey metric) {
        return new GateRule.Versus(metric, .02, ValidateSettings.Test.NOT_WORSE, null, against);
    }

    private static ModelReference of(int version) {
        return new ModelReference("test", version, "sha256:" + version, ".cd4ml/champions/test/" + version);
    }

    private StageRequest request(List<ReferencePackage> brought) {
        return StageRequest.of(Stage.VALIDATE_MODEL, "r", folder.getRoot().toString())
                .champion(CHAMPION)
                .registry(RegistryMode.PROPOSE)
                .references(brought)
                .build();
    }

    private StageContext context() throws Exception {
        Path project = folder.getRoot().toPath();
        Files.writeString(project.resolve("cd4ml.yaml"), "model: test\ndata: {path: data.csv, target: t}\n");
        return new StageContext(
                project,
                new RunFolder("r", project.resolve(".cd4ml/runs/r")),
                ConfigurationReader.read(project, "cd4ml.yaml", Map.of()),
                EventSink.SILENT,
                Cancellation.NEVER,
                Clock.systemUTC(),
                System.getenv());
    }
}
