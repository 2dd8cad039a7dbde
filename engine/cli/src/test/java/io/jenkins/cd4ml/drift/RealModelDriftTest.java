package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.chain.StageWork;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.packaging.PackageModel;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.TrainModel;
import io.jenkins.cd4ml.train.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Trained by PyTorch, packaged, made the champion, asked through ONNX Runtime. */
public class RealModelDriftTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void predictionsOfTheChampionOnBothSides() throws Exception {
        DriftProject project = new DriftProject(temporary.newFolder().toPath());
        String yaml =
                DriftProject.YAML + "train: {algorithm: linear, epochs: 20, seed: 7}\npackage: {register: always}\n";
        Manifest data = project.version("r1", yaml);
        StageContext context = project.context(yaml, "{current: incoming/*.csv}");
        run(project, context, Stage.TRAIN_MODEL, new TrainModel());
        run(project, context, Stage.PACKAGE_MODEL, new PackageModel());
        LocalRegistry.open(context.home())
                .setAlias("seattle-weather", "production", 1, HistoryEntry.Action.PROMOTE, "for this test");

        StageResult result = run(project, context, Stage.CHECK_DRIFT, new CheckDrift());
        CheckDriftDetail detail = result.detail(CheckDriftDetail.class);
        assertEquals(List.of("the model is not judged: validateModel did not run in this run"), project.warnings);
        assertEquals(Integer.valueOf(1), detail.model().version());
        assertEquals(731, detail.referenceRows());
        Table table = TableLoader.of(context, data);
        ColumnDrift prediction = detail.prediction();
        assertEquals(counted(context, table, IntStream.range(0, 731).toArray()), counts(prediction.referenceCounts()));
        Table current = TableLoader.ofFiles(context, List.of("incoming/*.csv"), data.schema())
                .table();
        assertEquals(counted(context, current, IntStream.range(0, 365).toArray()), counts(prediction.currentCounts()));
        assertTrue(result.provenance().libraries().containsKey("commons-statistics"));
    }

    private static Map<String, Long> counts(List<ValueCount> counts) {
        return counts.stream()
                .filter(count -> count.count() > 0)
                .collect(Collectors.toMap(ValueCount::value, ValueCount::count, (a, b) -> a, TreeMap::new));
    }

    /** What the trained model says, through its training library. */
    private static Map<String, Long> counted(StageContext context, Table table, int[] rows) throws Exception {
        Predictions predictions = TrainedModel.predict(context, context.run().model(), table, rows);
        return IntStream.range(0, rows.length)
                .mapToObj(predictions::label)
                .collect(Collectors.groupingBy(label -> label, TreeMap::new, Collectors.counting()));
    }

    private static StageResult run(DriftProject project, StageContext context, Stage stage, StageFunction function)
            throws Exception {
        StageWork work = StageWork.begin(context.run(), stage, context.clock());
        StageOutcome outcome = function.run(project.request(stage, null), context);
        StageResult result = new StageResult(
                Protocol.VERSION,
                stage,
                context.run().id(),
                context.configuration().model(),
                outcome.verdict(),
                outcome.summary(),
                outcome.checks(),
                outcome.detail(),
                outcome.files(),
                outcome.provenance(),
                outcome.link(),
                null,
                context.clock().instant(),
                context.clock().instant());
        Path complete = context.run().path().resolve("result.tmp");
        Files.writeString(complete, Protocol.write(result));
        work.end(complete);
        return result;
    }
}
