package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelTrainingTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();

    @Test
    public void breastCancer() throws Exception {
        TrainedRun run = train("breast-cancer.csv", "data: {path: x, target: diagnosis}", false);

        System.err.println(run.summary(SampleContexts.configuration("data: {path: x, target: diagnosis}")
                .train()));
        System.err.println(events.messages + " " + events.warnings + " " + events.metrics.get(0)
                + run.log().libraries() + run.log().cpu());
        assertTrue(
                run.log().best().metrics().toString(),
                run.log().best().metrics().get("accuracy") >= 0.95);
    }

    private TrainedRun train(String file, String yaml, boolean verify) throws Exception {
        Configuration configuration = SampleContexts.configuration(yaml);
        Table table = SampleTables.read(file);
        return new ModelTraining(SampleContexts.context(folder.getRoot().toPath(), configuration, events), table)
                .run(verify);
    }
}
