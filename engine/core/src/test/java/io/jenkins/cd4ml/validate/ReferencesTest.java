package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
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

    /** Version 2 is the best in recall of malignant, 4 in that of benign; 3 serves. */
    private static final List<EarlierChampion> CHAMPIONS = List.of(
            new EarlierChampion(1, null, null, false),
            champion(2, 1, .05, -.05),
            champion(4, 2, -.01, .2),
            champion(3, 4, -.01, -.01));

    @Test
    public void whatCameWithTheRequestIsComparedWith() throws Exception {
        List<ModelReference> brought = List.of(of(1), of(2), of(4));
        assertEquals(of(1), reference("1", recall(1), brought));
        assertEquals("the champion is there already", CHAMPION, reference("3", recall(1), brought));
        assertEquals(of(2), reference("best", recall(1), brought));
        assertEquals("best in another metric", of(4), reference("best", recall(0), brought));
        assertEquals("not measured, so the earliest", of(1), reference("best", accuracy(), brought));
    }

    @Test
    public void whatDidNotComeIsNotLookedForElsewhere() throws Exception {
        assertNull(reference("1", recall(1), null).path());
        assertEquals(1, reference("1", recall(1), null).version().intValue());
        ModelReference best = reference("best", recall(1), List.of(of(1)));
        assertEquals(2, best.version().intValue());
        assertNull("another version stands in for none", best.path());
        ModelReference any = new ModelReference("test", 1, null, "package");
        assertNull(
                "without a digest any package would do",
                reference("1", recall(1), List.of(any)).path());
        ModelReference other = new ModelReference("other", 1, "sha256:1", "package");
        assertNull("of another model", reference("1", recall(1), List.of(other)).path());
        StageRequest unknown =
                request(List.of(of(1), of(2), of(4))).but().champions(null).build();
        assertNull(
                "the caller did not say who served",
                References.of(
                                rule("best", recall(1)),
                                unknown,
                                context(),
                                Optional.of(CHAMPION),
                                EarlierChampions.of(unknown, context()),
                                LABELS)
                        .orElseThrow()
                        .path());
    }

    @Test
    public void withoutAChampionNothingIsTheBest() throws Exception {
        List<ModelReference> brought = List.of(of(4));
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

    private ModelReference reference(String against, MetricKey metric, List<ModelReference> brought) throws Exception {
        return References.of(
                        rule(against, metric),
                        request(brought),
                        context(),
                        Optional.of(CHAMPION),
                        EarlierChampions.of(request(brought), context()),
                        LABELS)
                .orElseThrow();
    }

    private static MetricKey accuracy() {
        return MetricKey.of(MetricName.ACCURACY);
    }

    private static EarlierChampion champion(int version, int before, double malignant, double benign) {
        return new EarlierChampion(
                version,
                before,
                new ChampionComparison(
                        of(before),
                        100,
                        0,
                        null,
                        List.of(difference("malignant", malignant), difference("benign", benign))),
                false);
    }

    private static Difference difference(String label, double value) {
        return new Difference("recall", label, .8 + value, .8, value, null, true);
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

    private StageRequest request(List<ModelReference> brought) {
        return StageRequest.of(Stage.VALIDATE_MODEL, "r", folder.getRoot().toString())
                .champion(CHAMPION)
                .registry(RegistryMode.PROPOSE)
                .references(brought)
                .champions(CHAMPIONS)
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
