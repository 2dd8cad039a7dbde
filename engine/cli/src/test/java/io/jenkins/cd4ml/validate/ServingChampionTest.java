package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The whole stage beside a package that serves. */
public class ServingChampionTest {
    private static final String CANCER = "path: data/breast-cancer.csv\ntarget: diagnosis\n";
    private static final String NO_WORSE =
            "gates: [{metric: accuracy, versus: champion, margin: 0.05}]\nleaks: {noKey: off}\n";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private JudgedProject project;

    @Before
    public void open() throws Exception {
        project = new JudgedProject(folder.getRoot().toPath().toAbsolutePath());
        project.data("breast-cancer.csv", CANCER).settings(NO_WORSE).candidate(JudgedProject::byRadius);
    }

    @Test
    public void aWorseModelFailsAndABetterOnePasses() throws Exception {
        StageOutcome better = project.champion(ServingChampionTest::benign, "mean_radius", new long[0])
                .validate();
        assertEquals(better.summary(), Verdict.PASSED, better.verdict());
        ValidateModelDetail detail = (ValidateModelDetail) better.detail();
        assertEquals(project.serving(), detail.champion().champion());
        assertEquals(detail.rows(), detail.champion().rows());
        Difference accuracy = detail.champion().differences().get(0);
        assertEquals("accuracy", accuracy.metric());
        assertEquals(accuracy.candidate() - accuracy.champion(), accuracy.difference(), 1e-12);
        assertTrue(accuracy.interval().lower() > 0);
        assertTrue(
                project.events.toString(),
                project.events.contains("asking the champion about the rows that neither model was trained on"));

        StageOutcome worse = project.candidate(ServingChampionTest::benign)
                .champion(JudgedProject::byRadius, "mean_radius", new long[0])
                .trainedOn(new long[] {1})
                .validate();
        assertEquals(Verdict.FAILED, worse.verdict());
        assertTrue(worse.summary(), worse.summary().startsWith("Not promoted: "));
        assertTrue(worse.checks().get(0).name(), worse.checks().get(0).name().startsWith("accuracy versus champion"));
    }

    @Test
    public void rowsThatTheChampionKnowsAreLeftOutAndCounted() throws Exception {
        long[] keys = project.table().keys();
        project.champion(ServingChampionTest::benign, "mean_radius", Arrays.copyOf(keys, keys.length / 5))
                .validate();
        assertTrue(
                project.events.toString(),
                project.events.stream()
                        .anyMatch(event -> event.matches(
                                "\\d+ of the 92 held-out rows were in the training of the champion or of this model: the two are"
                                        + " compared on the other \\d+")));
        project.champion(ServingChampionTest::benign, "mean_radius", Arrays.copyOf(keys, keys.length * 4 / 5))
                .validate();
        assertTrue(
                project.events.toString(),
                project.events.stream()
                        .anyMatch(event -> event.startsWith("warning: ")
                                && event.contains(" of the 92 held-out rows were in the training of the champion")));
    }

    @Test
    public void aChampionOfOtherColumnsIsNotCompared() throws Exception {
        StageOutcome outcome = project.champion(ServingChampionTest::benign, "mean_colour", new long[0])
                .validate();
        assertTrue(
                project.events.toString(),
                project.events.contains(
                        "warning: not compared with the champion: the champion (version 3) reads the column"
                                + " mean_colour, which the data no longer have"));
        assertEquals(Verdict.INCONCLUSIVE, outcome.verdict());
    }

    @Test
    public void aFixedVersionIsComparedWithWhereItCameWithTheRequest() throws Exception {
        project.champion(ServingChampionTest::benign, "mean_radius", new long[0]);
        ModelReference first = new ModelReference(
                "test", 1, project.serving().digest(), project.serving().path());
        project.champion(JudgedProject::byRadius, "mean_area", new long[0])
                .settings("gates: [{metric: accuracy, versus: 1, margin: 0.05}, {metric: f1, versus: 1, margin: 0.4}]\n"
                        + "leaks: {noKey: off}\n");
        var request = StageRequest.of(Stage.VALIDATE_MODEL, "r", project.folder.toString())
                .registry(RegistryMode.PROPOSE);
        StageOutcome brought =
                project.validate(request.references(List.of(first)).build());
        assertEquals(brought.summary(), Verdict.PASSED, brought.verdict());
        assertEquals(
                "it is asked once for both gates",
                1,
                project.events.stream()
                        .filter(event ->
                                event.equals("asking version 1 about the rows that neither model was trained on"))
                        .count());
        StageOutcome missing = project.validate(request.references(List.of()).build());
        assertEquals(Verdict.INCONCLUSIVE, missing.verdict());
        assertTrue(
                missing.checks().get(0).message(),
                missing.checks()
                        .get(0)
                        .message()
                        .contains("version 1 was not brought along by the registry that the caller keeps"));
    }

    /** Each champion may be a little worse than the one before: what they lost together is a warning. */
    @Test
    public void whatTheChampionsLostTogetherIsAWarning() throws Exception {
        project.champion(ServingChampionTest::benign, "mean_radius", new long[0]);
        StageRequest request = StageRequest.of(Stage.VALIDATE_MODEL, "r", project.folder.toString())
                .registry(RegistryMode.PROPOSE)
                .champions(List.of(new EarlierChampion(1, null, null, false), step(2, 1, -0.04), step(3, 2, -0.04)))
                .build();
        StageOutcome outcome = project.validate(request);
        String warning =
                "warning: the champions since version 1 have lost 0.080 of accuracy together, more than the margin 0.05"
                        + " of each: compare with 'versus: best' or a fixed version";
        assertTrue(project.events.toString(), project.events.contains(warning));
        assertNotNull(((ValidateModelDetail) outcome.detail()).evidence().champions());
        project.settings("gates: [{metric: accuracy, versus: champion, margin: 0.1}]\n")
                .validate(request);
        assertTrue(project.events.toString(), project.events.stream().noneMatch(event -> event.contains("have lost")));
    }

    private static EarlierChampion step(int version, int before, double gain) {
        return new EarlierChampion(
                version,
                before,
                new ChampionComparison(
                        new ModelReference("test", before, "sha256:" + before, null),
                        100,
                        0,
                        null,
                        List.of(new Difference("accuracy", null, .9 + gain, .9, gain, null, true))),
                false);
    }

    /** Where a model that is equal can no longer be shown to be no worse, new rows are due. */
    @Test
    public void aMarginThatJudgementsUsedUpTakesNewRows() throws Exception {
        // right where the champion is right but for some rows on each side, so that the difference has a spread
        project.champion((table, row) -> swapped(table, row, 0), "mean_radius", new long[0])
                .candidate((table, row) -> swapped(table, row, 14))
                .settings("gates: [{metric: accuracy, versus: champion, margin: 0.11}]\nleaks: {noKey: off}\n");
        StageOutcome first = project.trainedOn(new long[] {0}).validate();
        assertNull(((ValidateModelDetail) first.detail()).evidence().reuse().freshRows());
        StageOutcome last = first;
        for (int model = 1; model <= 12; model++) {
            last = project.trainedOn(new long[] {model}).validate();
        }
        Check gate = last.checks().stream()
                .filter(check -> check.name().startsWith("accuracy versus champion"))
                .findFirst()
                .orElseThrow();
        assertEquals(gate.message(), Outcome.INCONCLUSIVE, gate.outcome());
        // SciPy's norm.isf of 0.05 / (13 * 14), 0.025 and 0.2
        double error = (gate.interval().upper() - gate.interval().lower()) / 2 / 3.455413;
        double root = (1.959964 + 0.841621) * error * Math.sqrt(92) / 0.11;
        assertEquals(
                root * root,
                ((ValidateModelDetail) last.detail()).evidence().reuse().freshRows(),
                1.5);
    }

    @Test
    public void whatWasSetOtherwiseIsInTheHeadline() throws Exception {
        project.settings("gates: [{metric: accuracy, min: 0.5}]\nleaks: {noKey: off}\n")
                .overrides(Map.of(
                        "validate",
                        Map.of("minSliceRows", 31),
                        "train",
                        Map.of("epochs", 3),
                        "split",
                        Map.of("seed", 7)));
        StageOutcome outcome = project.validate();
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .endsWith("to look at: set otherwise than in cd4ml.yaml: split.seed, validate.minSliceRows"));
    }

    private static double[] benign(Table table, int row) {
        return new double[] {.9, .1};
    }

    /** By radius, but for one row in twenty by its radius, which is another one for the two models. */
    private static double[] swapped(Table table, int row, int offset) {
        double[] answer = JudgedProject.byRadius(table, row);
        double radius = ((io.jenkins.cd4ml.table.ColumnValues.Numbers) table.column("mean_radius")).values()[row];
        boolean swap = Math.floorMod(Math.round(radius * 100), 20) == offset;
        return swap ? new double[] {answer[1], answer[0]} : answer;
    }
}
