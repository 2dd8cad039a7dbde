package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.CrossValidation;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.stage.Kept;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Folds and trainings that share a process, against those that have one each. */
public class KeptTrainingTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void networksHaveTheSameBits() throws Exception {
        theSame("{algorithm: mlp, hidden: [16], dropout: 0.3, epochs: 5, crossValidation: {folds: 4}}");
    }

    @Test
    public void treesHaveTheSameBits() throws Exception {
        theSame(
                "{algorithm: xgboost, epochs: 10, xgboost: {subsample: 0.7, colsample: 0.8}, crossValidation: {folds: 4}}");
    }

    private void theSame(String train) throws Exception {
        List<Map<String, Double>> alone = train("alone", train, null);
        Path parameters = Path.of(".cd4ml/runs/r1/model/parameters.safetensors");
        long before = processes();
        try (Kept kept = new Kept()) {
            assertEquals(alone, train("kept", train, kept));
            assertEquals("processes of four folds and a training", before + 1, processes());
        }
        assertEquals(before, processes());
        assertArrayEquals(
                Files.readAllBytes(folder.getRoot().toPath().resolve("alone").resolve(parameters)),
                Files.readAllBytes(folder.getRoot().toPath().resolve("kept").resolve(parameters)));
    }

    private static long processes() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    /** What each fold showed. */
    private List<Map<String, Double>> train(String name, String train, Kept kept) throws Exception {
        StageContext context = SampleContexts.context(
                folder.newFolder(name).toPath(),
                SampleContexts.configuration("data: {path: x, target: diagnosis}\ntrain: " + train),
                new RecordedEvents(),
                kept);
        TrainedRun run = new ModelTraining(context, SampleTables.read("breast-cancer.csv")).run(false);
        assertEquals(kept != null, Worker.idleBytes(context) > 0);
        return run.crossValidation().folds().stream()
                .map(CrossValidation.Fold::metrics)
                .toList();
    }
}
