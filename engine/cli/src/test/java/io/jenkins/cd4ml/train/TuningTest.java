package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.HyperparameterSearch;
import io.jenkins.cd4ml.protocol.HyperparameterSearch.Trial;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TuningTest {
    private static final String CANCER = "data: {path: x, target: diagnosis}\n";
    private static final String SEARCH = CANCER
            + "train: {algorithm: xgboost, epochs: 20, search: {trials: 4, method: random, space: "
            + "{learningRate: {log: [0.01, 0.5]}, xgboost.maxDepth: {int: [1, 4]}}}}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();

    /** Stopped after the second trial and started anew: two trials more, and a model of the best one. */
    @Test
    public void aSearchThatIsStoppedGoesOnAndTheModelIsTheBestTrials() throws Exception {
        assertThrows(CancellationException.class, () -> train(SEARCH, 2));
        assertEquals(2, fits());
        TrainedRun run = train(SEARCH, Integer.MAX_VALUE);
        assertEquals(4, fits());

        HyperparameterSearch search = run.search();
        assertEquals(4, search.trials().stream().map(Trial::settings).distinct().count());
        Trial best =
                search.trials().stream().min(Comparator.comparing(Trial::value)).orElseThrow();
        assertEquals(best.number(), search.best());
        assertEquals(best.settings().get("learningRate"), run.settings().learningRate());
        assertEquals(((Number) best.settings().get("xgboost.maxDepth")).intValue(), (int)
                run.settings().xgboost().maxDepth());
        // What the trial showed is what the model shows.
        assertEquals(best.value(), run.log().best().validationLoss(), 1e-6);
        assertTrue(events.progress.contains("4/4 trials"));
        assertTrue(run.summary(), run.summary().startsWith("best of 4 trials: xgboost on 30 features"));
        Protocol.write(search);
    }

    /** Three side by side, unbroken, and stopped in their midst and started anew: the same trials with the same values. */
    @Test
    public void trialsSideBySideAreTheSameWhateverHappens() throws Exception {
        String yaml = SEARCH.replace("trials: 4, method: random", "trials: 7, parallel: 3, method: tpe")
                .replace("epochs: 20", "epochs: 5");
        Path project = folder.newFolder("broken").toPath();
        assertThrows(CancellationException.class, () -> train(project, yaml, 3));
        HyperparameterSearch broken = train(project, yaml, Integer.MAX_VALUE).search();
        HyperparameterSearch whole = train(folder.newFolder("whole").toPath(), yaml, Integer.MAX_VALUE)
                .search();
        assertEquals(figures(whole), figures(broken));
        assertEquals(whole.best(), broken.best());
        assertEquals(7, whole.trials().get(6).number());
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        assertEquals(
                events.messages.toString(),
                several,
                events.messages.stream().anyMatch(message -> message.matches(".* begins .*; running: \\d+, \\d+.*")));
    }

    private static List<String> figures(HyperparameterSearch search) {
        return search.trials().stream()
                .map(trial -> trial.number() + " " + trial.settings() + " " + trial.value())
                .toList();
    }

    @Test
    public void aTrialThatFailsIsTheWorst() throws Exception {
        TrainedRun run = train(
                CANCER + "train: {epochs: 2, search: {trials: 4, seed: 3, space: "
                        + "{learningRate: {choice: [0.01, 1.0e+30]}, hidden: {choice: [[8, 8]]}}}}",
                Integer.MAX_VALUE);
        List<Trial> trials = run.search().trials();
        assertTrue(trials.toString(), trials.stream().anyMatch(trial -> trial.value() == null));
        assertTrue(trials.toString(), trials.stream().anyMatch(trial -> trial.value() != null));
        assertEquals(0.01, run.settings().learningRate(), 0);
        assertEquals(List.of(8, 8), run.settings().hidden());
    }

    @Test
    public void spacesThatAreEmptyOrContradictAreRefused() {
        refused("space: {}", "'train.search.space' is empty: name at least one setting to try");
        refused("space: {epochs: {int: [9, 3]}}", "is empty: no value is at least 9 and at most 3");
        refused("space: {dropout: {}}", "must have one of int, float, log and choice, not none");
        refused("space: {dropout: {float: [0, 0.5], log: [0.1, 0.5]}}", "not several");
        refused("space: {learningRate: {log: [0, 1]}}", "must be above 0 for log, not 0");
        refused("space: {dropout: {float: [0, 1.5]}}", "cannot be 1.5: 'train.dropout' must be below 1, not '1.5'");
        refused("space: {hiden: {choice: [[8]]}}", "did you mean 'hidden'?");
        refused("space: {command.settings.c: {choice: [1]}}", "it is for 'train.algorithm: command'");
        refused(
                "parallel: 0, space: {dropout: {float: [0, 0.5]}}",
                "'train.search.parallel' must be at least 1, not '0'");
        refused("space: {batchSize: {choice: []}}", "has nothing to choose from");
        refused("space: {algorithm: {choice: [mlp]}}", "belongs to the training as a whole");
        refused("space: {patience: {int: [1, 2]}}", "is searched, and 'train.patience' is given as well: remove one");
    }

    @Test
    public void aMetricOfAnotherTaskIsRefused() {
        InputException e = assertThrows(
                InputException.class, () -> train(SEARCH.replace("method: random", "metric: rmse"), Integer.MAX_VALUE));
        assertTrue(e.getMessage(), e.getMessage().contains("'rmse' is no metric of a classification as a whole"));
    }

    private static void refused(String search, String sentence) {
        InputException e = assertThrows(
                InputException.class,
                () -> SampleContexts.configuration(CANCER + "train: {patience: 3, search: {" + search + "}}"));
        assertTrue(e.getMessage(), e.getMessage().contains(sentence));
    }

    private long fits() throws Exception {
        try (var files = Files.list(folder.getRoot().toPath().resolve(".cd4ml/runs/r1/fits"))) {
            return files.count();
        }
    }

    private TrainedRun train(String yaml, int stopAfterTrials) throws Exception {
        return train(folder.getRoot().toPath(), yaml, stopAfterTrials);
    }

    private TrainedRun train(Path project, String yaml, int stopAfterTrials) throws Exception {
        Configuration configuration = SampleContexts.configuration(yaml);
        Table table = SampleTables.read("breast-cancer.csv");
        StageContext context = SampleContexts.context(
                project,
                configuration,
                events,
                () -> events.progress.stream()
                                .filter(done -> done.endsWith(" trials"))
                                .count()
                        >= stopAfterTrials);
        return new ModelTraining(context, table).run(false);
    }
}
