package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.chain.StageWork;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.DataProject;
import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.packaging.PackageModel;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.train.TrainModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two real models, one after the other: the first becomes the champion that the second is held against. */
public class InstalledModelsTest {
    private static final String YAML =
            """
            model: breast-cancer
            data: {path: data/breast-cancer.csv, target: diagnosis, features: [mean_texture, mean_smoothness, mean_symmetry, mean_area]}
            split: {train: 0.5, validation: 0.1, test: 0.4}
            train: {algorithm: linear, epochs: 15, seed: 3}
            validate:
              gates:
                - {metric: accuracy, min: 0.85}
                - {metric: recall, class: malignant, min: 0.95}
                - {metric: f1_macro, versus: champion, margin: 0.02}
                - {metric: accuracy, min: 0.6, slice: mean_radius}
              slices: [mean_radius]
            """;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path project;

    @Before
    public void open() throws Exception {
        project = folder.getRoot().toPath().toRealPath();
        new DataProject(project).real("breast-cancer.csv").write("cd4ml.yaml", YAML);
    }

    @Test
    public void theSecondModelIsHeldAgainstTheFirst() throws Exception {
        StageContext first = context(
                "first",
                Map.of(
                        "validate",
                        Map.of("gates", List.of(Map.of("metric", "f1_macro", "versus", "champion"))),
                        "package",
                        Map.of("register", "always")));
        run(new TrainModel(), Stage.TRAIN_MODEL, first);
        StageOutcome alone = run(new ValidateModel(), Stage.VALIDATE_MODEL, first);
        assertEquals(alone.summary(), Verdict.PASSED, alone.verdict());
        assertEquals(Outcome.SKIPPED, alone.checks().get(0).outcome());
        assertEquals(
                "f1_macro was not compared: no model serves in production yet (validate.firstModel: accept)",
                alone.checks().get(0).message());
        assertNull(((ValidateModelDetail) alone.detail()).champion());
        run(new PackageModel(), Stage.PACKAGE_MODEL, first);
        LocalRegistry.open(first.home())
                .setAlias("breast-cancer", "production", 1, HistoryEntry.Action.PROMOTE, "the first");

        // another division of the rows: the champion was trained on some that judge now
        StageContext second = context(
                "second",
                Map.of(
                        "split",
                        Map.of("seed", 1),
                        "train",
                        Map.of("algorithm", "mlp", "hidden", List.of(16), "epochs", 60)));
        assertEquals(
                "the caller's registry knows of none",
                Optional.empty(),
                new InstalledModels().champion(request(Stage.VALIDATE_MODEL, second, RegistryMode.PROPOSE), second));
        run(new TrainModel(), Stage.TRAIN_MODEL, second);
        StageOutcome outcome = run(new ValidateModel(), Stage.VALIDATE_MODEL, second);
        ValidateModelDetail detail = (ValidateModelDetail) outcome.detail();
        ValidateModelDetail.ChampionComparison comparison = detail.champion();
        assertEquals(1, comparison.champion().version().intValue());
        assertNull(comparison.reason());
        assertTrue(comparison.excludedRows() > comparison.rows());
        assertEquals(detail.rows(), comparison.rows() + comparison.excludedRows());
        assertEquals(18, comparison.differences().size());
        Check versus = outcome.checks().stream()
                .filter(check -> check.name().equals("f1_macro versus champion, margin 0.02"))
                .findFirst()
                .orElseThrow();
        // the rows that both may be judged on cannot show a margin of 0.02
        assertEquals(versus.message(), Outcome.INCONCLUSIVE, versus.outcome());
        assertEquals("a failed gate outweighs it: " + outcome.summary(), Verdict.FAILED, outcome.verdict());
        assertEquals(comparison.rows(), versus.sampleSize().longValue());
        StageResult result = result(Stage.VALIDATE_MODEL, second, outcome);
        assertEquals(Protocol.write(result), Protocol.write(Protocol.readResult(Protocol.write(result))));
    }

    private StageOutcome run(StageFunction stage, Stage name, StageContext context) throws Exception {
        StageWork work = StageWork.begin(context.run(), name, context.clock());
        StageOutcome outcome = stage.run(request(name, context, RegistryMode.LOCAL), context);
        Path complete = context.run().path().resolve("result.tmp");
        Files.writeString(complete, Protocol.write(result(name, context, outcome)));
        work.end(complete);
        return outcome;
    }

    private StageRequest request(Stage stage, StageContext context, RegistryMode registry) {
        return StageRequest.of(stage, context.run().id(), project.toString())
                .registry(registry)
                .build();
    }

    private static StageResult result(Stage stage, StageContext context, StageOutcome outcome) {
        return new StageResult(
                Protocol.VERSION,
                stage,
                context.run().id(),
                "breast-cancer",
                outcome.verdict(),
                outcome.summary(),
                outcome.checks(),
                outcome.detail(),
                outcome.files(),
                outcome.provenance(),
                outcome.link() == null ? null : outcome.link().withOverrides(List.of()),
                null,
                Instant.now(),
                Instant.now());
    }

    private StageContext context(String run, Map<String, ?> overrides) throws Exception {
        StageContext context = new StageContext(
                project,
                new RunFolder(run, project.resolve(".cd4ml/runs/" + run)),
                ConfigurationReader.read(project, "cd4ml.yaml", overrides),
                EventSink.SILENT,
                Cancellation.NEVER,
                Clock.systemUTC(),
                System.getenv());
        List<Column> columns = new ArrayList<>();
        for (String name : Files.readAllLines(project.resolve("data/breast-cancer.csv"))
                .get(0)
                .split(",")) {
            columns.add(new Column(name, name.equals("diagnosis") ? ColumnType.CATEGORY : ColumnType.DECIMAL, false));
        }
        LoadedData loaded = TableLoader.ofFiles(context, List.of("data/breast-cancer.csv"), new Schema(columns));
        Manifest.of(loaded.table().schema(), loaded.files()).write(context.run().manifest());
        return context;
    }
}
