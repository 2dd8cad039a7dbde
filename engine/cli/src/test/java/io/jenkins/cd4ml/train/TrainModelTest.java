package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.ManifestFile;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TrainModelTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();

    @Test
    public void trainsTheRunsDataVersion() throws Exception {
        StageContext context = weather("train: {epochs: 4, classWeights: {snow: 3}}", false);

        StageOutcome outcome = new TrainModel().run(request(context, false), context);

        assertEquals(Verdict.PASSED, outcome.verdict());
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .matches("mlp \\[32] on 4 features: validation accuracy 0\\.\\d\\d after epoch 4 of 4, "
                                + "1,0\\d\\d training rows, \\d+\\.\\d s"));
        assertEquals(List.of(), outcome.checks());
        TrainModelDetail detail = (TrainModelDetail) outcome.detail();
        assertEquals("mlp", detail.algorithm());
        assertEquals("classification", detail.task());
        assertEquals(List.of("drizzle", "fog", "rain", "snow", "sun"), detail.classes());
        assertEquals(4 * 32 + 32 + 32 * 5 + 5, detail.parameters());
        assertEquals(
                List.of("train", "validation", "test", "unused"),
                List.copyOf(detail.rows().keySet()));
        assertEquals(
                1461, detail.rows().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(Map.of("snow", 3.0), detail.hyperparameters().get("classWeights"));
        assertEquals(0.005, detail.hyperparameters().get("learningRate"));
        assertEquals("precipitation", detail.features().get(0).column());
        assertNull(detail.reproduced());
        assertEquals(Long.valueOf(42), outcome.provenance().seed());
        assertEquals("0.35.1", outcome.provenance().libraries().get("djl"));
        assertFalse(outcome.provenance().cpu().isBlank());
        assertEquals(Integer.valueOf(1), outcome.provenance().threads());
        assertEquals(
                Manifest.read(context.run().manifest()).version(),
                outcome.provenance().dataVersion());
        // The result must be writable as it is: no NaN, no infinity.
        Protocol.write(detail);
    }

    @Test
    public void namesTheFilesOfTheModel() throws Exception {
        StageContext context = weather("train: {epochs: 1}", false);

        StageOutcome outcome = new TrainModel().run(request(context, false), context);

        assertEquals(
                List.of("model.json", "parameters.safetensors", "training-keys.bin"),
                outcome.files().stream()
                        .map(file -> file.path().replace(".cd4ml/runs/r1/model/", ""))
                        .toList());
        for (OutputFile file : outcome.files()) {
            assertEquals(Sha256.of(context.project().resolve(file.path())), file.sha256());
        }
        assertEquals(
                ((TrainModelDetail) outcome.detail()).parametersSha256(),
                outcome.files().get(1).sha256());
        assertEquals("mlp", ModelFolder.read(context.run().model()).spec().algorithm());
    }

    @Test
    public void provesThatItIsReproducible() throws Exception {
        StageContext context = weather("train: {epochs: 3, dropout: 0.5}", false);

        StageOutcome outcome = new TrainModel().run(request(context, true), context);

        assertEquals(Verdict.PASSED, outcome.verdict());
        assertEquals(Boolean.TRUE, ((TrainModelDetail) outcome.detail()).reproduced());
        assertEquals("reproducible", outcome.checks().get(0).name());
        assertFalse(outcome.checks().get(0).failed());
        assertTrue(outcome.summary(), outcome.summary().endsWith("; reproduced to the bit"));
    }

    @Test
    public void ofSensitiveColumnsOnlyCountsAreTold() throws Exception {
        StageContext context = weather("train: {epochs: 1}", true);

        String detail = Protocol.write(
                new TrainModel().run(request(context, false), context).detail());

        assertFalse(detail, detail.contains("drizzle"));
        assertTrue(detail, detail.contains("\"class 5\""));
        assertTrue(detail, detail.contains("not shown: the column is sensitive"));
    }

    @Test
    public void withoutADataVersionItSaysWhatToRun() throws Exception {
        Configuration configuration = SampleContexts.configuration("data: {path: x, target: weather}");
        StageContext context = SampleContexts.context(folder.getRoot().toPath(), configuration, events);
        String message = assertThrows(
                        InputException.class, () -> new TrainModel().run(request(context, false), context))
                .getMessage();
        assertTrue(message, message.contains("run versionData first"));
    }

    @Test
    public void warnsOfWhatItLeavesOut() throws Exception {
        StageContext context =
                weather("split: {by: date, train: '..2014-12-31', test: '2015-01-01..'}\ntrain: {epochs: 1}", false);
        new TrainModel().run(request(context, false), context);
        assertEquals(List.of(), events.warnings);
    }

    /** A project whose data version is Seattle's weather. */
    private StageContext weather(String yaml, boolean sensitive) throws Exception {
        Path project = folder.getRoot().toPath();
        Path file = Files.createDirectories(project.resolve("data")).resolve("weather.csv");
        try (InputStream in = TrainModelTest.class.getResourceAsStream("/data/seattle-weather.csv")) {
            Files.copy(in, file);
        }
        StageContext context = SampleContexts.context(
                project,
                SampleContexts.configuration("data: {path: data, target: weather, key: date}\n" + yaml),
                events);
        List<Column> columns = SampleTables.read("seattle-weather.csv").schema().columns().stream()
                .map(column -> new Column(column.name(), column.type(), sensitive))
                .toList();
        Files.createDirectories(context.run().manifest().getParent());
        Manifest.of(
                        new Schema(columns),
                        List.of(new ManifestFile("data/weather.csv", Files.size(file), Sha256.of(file), 1461)))
                .write(context.run().manifest());
        return context;
    }

    private static StageRequest request(StageContext context, boolean verifyReproducible) {
        return StageRequest.of(Stage.TRAIN_MODEL, "r1", context.project().toString())
                .verifyReproducible(verifyReproducible)
                .build();
    }
}
