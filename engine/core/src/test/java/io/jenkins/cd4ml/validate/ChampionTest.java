package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.config.SettingsFromYaml;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.config.ValidateSettings.FirstModel;
import io.jenkins.cd4ml.ledger.RowHashes;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.Test;

public class ChampionTest {
    private static final int ROWS = 120;
    private static final List<String> CLASSES = List.of("rain", "sun");
    private static final TrainingKeys NOTHING = TrainingKeys.of(new long[0]);

    private final int[] actual = new SplittableRandom(1).ints(ROWS, 0, 2).toArray();
    private final Truth truth =
            new Truth(Task.CLASSIFICATION, Labels.of(CLASSES, false, new long[] {70, 50}, null), actual, new double[0]);

    @Test
    public void rowsThatEitherWasTrainedOnAreLeftOut() throws Exception {
        Champion champion = champion(CLASSES, "weather", keys(0, 30));
        Table[] asked = new Table[1];
        Opponent opponent = champion.opponent(table(), truth, "weather", seen(keys(20, 50)), (folder, rows) -> {
            asked[0] = rows;
            return says(CLASSES, rows.rows());
        });
        assertTrue(opponent.comparable());
        assertEquals(50, opponent.excluded());
        assertEquals(70, asked[0].rows());
        assertEquals(50, asked[0].keys()[0]);
        assertArrayEquals(new int[] {50, 51}, opponent.shared(new int[] {1, 50, 51}));
    }

    /** A build without a change makes the champion again, and no number of rows would show what is known already. */
    @Test
    public void theChampionItselfIsNotWorse() throws Exception {
        int[] all = IntStream.range(0, ROWS).toArray();
        ModelReference reference = new ModelReference("weather", 3, null, "package");
        Opponent itself = Opponent.present(reference, all, candidate(), ROWS).of("sha256:m");
        List<Check> checks = judge(itself, FirstModel.ACCEPT).checks();
        assertEquals(
                "accuracy is not worse than the champion's: both are one model, with the same parameters and the same answers"
                        + " (120 rows)",
                checks.get(0).message());
        assertTrue(checks.stream().allMatch(check -> check.outcome() == Outcome.PASSED && check.interval() == null));
        // the same parameters behind another preparation, and another model that happens to give the same answers
        for (Opponent other : List.of(
                Opponent.present(reference, all, perfect(), ROWS).of("sha256:m"),
                Opponent.present(reference, all, candidate(), ROWS).of("sha256:other"),
                Opponent.present(reference, all, candidate(), ROWS))) {
            assertTrue(judge(other, FirstModel.ACCEPT).checks().get(0).interval() != null);
        }
    }

    @Test
    public void withoutRowsLeftThereIsNoComparison() throws Exception {
        Opponent opponent = champion(CLASSES, "weather", keys(0, ROWS))
                .opponent(table(), truth, "weather", SeenRows.UNKNOWN, (folder, rows) -> {
                    throw new AssertionError("asked about no rows");
                });
        assertEquals(
                "all 120 rows were used in the training of the champion (version 3) or of this model",
                opponent.reason());
        assertEquals(ROWS, opponent.excluded());
        Judgement judgement = judge(opponent, FirstModel.ACCEPT);
        assertEquals(
                List.of(Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE),
                judgement.checks().stream().map(Check::outcome).toList());
        assertEquals(
                "accuracy cannot be judged: it was not compared, since all 120 rows were used in the training of the champion"
                        + " (version 3) or of this model",
                judgement.checks().get(0).message());
        ValidateModelDetail detail = detail(opponent, judgement);
        assertEquals(opponent.reason(), detail.champion().reason());
        assertEquals(0, detail.champion().rows());
        assertEquals(ROWS, detail.champion().excludedRows());
    }

    @Test
    public void aChampionThatCannotReadTheDataIsNotCompared() throws Exception {
        assertEquals(
                "the champion (version 3) predicts sky (classification), this model weather (classification)",
                reason(champion(CLASSES, "sky", NOTHING), table().schema()));
        assertEquals(
                "the champion (version 3) predicts a class that the data no longer have",
                reason(champion(List.of("rain", "snow"), "weather", NOTHING), table().schema()));
        Champion champion = champion(CLASSES, "weather", NOTHING);
        assertEquals(
                "the champion (version 3) reads the column wind, which the data no longer have",
                reason(champion, new Schema(List.of(new Column("gust", ColumnType.DECIMAL, false)))));
        assertEquals(
                "the champion (version 3) reads the column wind as decimal, and the data now have it as category",
                reason(champion, new Schema(List.of(new Column("wind", ColumnType.CATEGORY, false)))));
    }

    @Test
    public void aClassThatTheChampionDoesNotKnowHasProbabilityZero() {
        Labels labels = Labels.of(List.of("fog", "rain", "sun"), false, new long[3], null);
        double[][] aligned = labels.align(new Predictions(List.of("sun", "rain"), new double[][] {{.3, .7}}));
        assertArrayEquals(new double[] {0, .7, .3}, aligned[0], 0);
    }

    @Test
    public void bothAreJudgedOnTheSameResampledRows() throws Exception {
        // the champion says the same as the candidate: every paired difference is 0
        Opponent opponent = champion(CLASSES, "weather", keys(0, 20))
                .opponent(table(), truth, "weather", SeenRows.UNKNOWN, (folder, rows) -> {
                    double[][] values = new double[rows.rows()][];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = candidate().values()[(int) rows.keys()[i]];
                    }
                    return new Predictions(CLASSES, values);
                });
        Judgement judgement = judge(opponent, FirstModel.ACCEPT);
        Check check = judgement.checks().get(0);
        assertEquals(Outcome.PASSED, check.outcome());
        // no difference in 100 rows does not show that there is none: Tango's limits, z2 / (n + z2)
        assertEquals(-.036994, check.interval().lower(), 1e-6);
        assertEquals(.036994, check.interval().upper(), 1e-6);
        assertEquals(100, check.sampleSize().longValue());
        ValidateModelDetail.ChampionComparison comparison =
                detail(opponent, judgement).champion();
        assertEquals(100, comparison.rows());
        assertEquals(20, comparison.excludedRows());
        assertTrue(comparison.differences().stream().allMatch(difference -> difference.difference() == 0));
    }

    @Test
    public void aClearlyWorseCandidateFails() throws Exception {
        Opponent opponent = champion(CLASSES, "weather", NOTHING)
                .opponent(table(), truth, "weather", SeenRows.UNKNOWN, (folder, rows) -> perfect());
        Judgement judgement = judge(opponent, FirstModel.ACCEPT);
        Check check = judgement.checks().get(0);
        assertEquals(check.message(), Outcome.FAILED, check.outcome());
        assertTrue(check.message(), check.message().startsWith("accuracy 0.7"));
        assertTrue(
                check.message(),
                check.message().contains(" is worse than the champion's 1.00 by more than 0.05: the difference -0."));
        Check inSlice = judgement.checks().get(1);
        assertEquals("slice", inSlice.group());
        assertEquals("accuracy versus champion, margin 0.05 in quarter 1 of 4 of wind", inSlice.name());
        assertEquals(30, inSlice.sampleSize().longValue());
    }

    @Test
    public void aPackageThatIsNotThereIsAMistake() {
        ModelReference gone = new ModelReference("weather", 3, null, "registry/gone");
        InputException refused = assertThrows(InputException.class, () -> Champion.open(gone, Path.of("/nowhere")));
        assertFalse(refused.getMessage().isBlank());
    }

    /** The champion's rows are there again under new keys, as after a new export, and were in no training of the candidate. */
    @Test
    public void rowsAreFoundByTheirContentWhereTheirKeysAreNew() throws Exception {
        Table judged = table();
        long[] contents = RowHashes.of(judged, List.of("weather", "wind"), "weather");
        long[] old = LongStream.range(1000, 1030).toArray();
        Champion champion = champion(CLASSES, "weather", TrainingKeys.of(old, Arrays.copyOf(contents, 30)));
        Opponent opponent = champion.opponent(
                judged, truth, "weather", SeenRows.UNKNOWN, (folder, rows) -> says(CLASSES, rows.rows()));
        assertEquals(30, opponent.excluded());
        // contents that both were trained on favour neither: the same values may come again in other rows
        SeenRows candidate = new SeenRows(
                TrainingKeys.of(LongStream.range(2000, 2010).toArray(), Arrays.copyOf(contents, 10)), List.of("wind"));
        assertEquals(
                20,
                champion.opponent(judged, truth, "weather", candidate, (folder, rows) -> says(CLASSES, rows.rows()))
                        .excluded());
    }

    @Test
    public void aComparisonOnAMinorityOfTheRowsIsInTheHeadline() throws Exception {
        Opponent opponent = champion(CLASSES, "weather", keys(0, 80))
                .opponent(table(), truth, "weather", SeenRows.UNKNOWN, (folder, rows) -> says(CLASSES, rows.rows()));
        assertTrue(opponent.mostLeftOut());
        Judgement judgement = judge(opponent, FirstModel.ACCEPT);
        String summary = Summary.of(
                Task.CLASSIFICATION,
                judgement.whole(),
                judgement.checks(),
                2,
                ValidateSettings.OnInconclusive.FAIL,
                opponent,
                judgement.passIfEqual());
        assertTrue(
                summary,
                summary.contains(
                        "; 80 of the 120 held-out rows were in the training of the champion or of this model: the two"
                                + " are compared on the other 40"));
    }

    private String reason(Champion champion, Schema schema) throws Exception {
        Table table = new Table(schema, List.of(), new long[ROWS]);
        return champion.opponent(
                        table, truth, "weather", SeenRows.UNKNOWN, (folder, rows) -> says(CLASSES, rows.rows()))
                .reason();
    }

    private Judgement judge(Opponent opponent, FirstModel policy) {
        ValidateSettings settings = SettingsFromYaml.validate(
                """
                gates:
                  - {metric: accuracy, versus: champion, margin: 0.05}
                  - {metric: accuracy, versus: champion, margin: 0.05, slice: wind}
                minSliceRows: 10
                firstModel: %s
                """
                        .formatted(policy));
        List<GateRule> rules = rules(settings);
        return Judgement.of(
                truth,
                candidate(),
                opponent,
                SliceColumns.of(settings, rules, table()),
                settings,
                rules,
                new ComparisonJudge(
                        new GateJudge(truth.labels(), "sha256:d", "sha256:m"), policy, new AlphaBudget(.025)),
                Resampling.of(settings, Cancellation.NEVER, done -> {}));
    }

    private List<GateRule> rules(ValidateSettings settings) {
        return GateRules.of(settings, Task.CLASSIFICATION, truth.labels(), table().schema());
    }

    private ValidateModelDetail detail(Opponent opponent, Judgement judgement) {
        return DetailOfJudgement.of(
                "test",
                truth,
                candidate(),
                opponent,
                judgement,
                List.of(),
                30,
                null,
                null,
                null,
                new Fairness(truth.labels(), List.of(), List.of(), false),
                null,
                null);
    }

    private static Table table() {
        double[] wind = IntStream.range(0, ROWS).asDoubleStream().toArray();
        return new Table(
                new Schema(List.of(
                        new Column("wind", ColumnType.DECIMAL, false),
                        new Column("weather", ColumnType.CATEGORY, false))),
                List.of(
                        new ColumnValues.Numbers(wind),
                        new ColumnValues.Texts(Arrays.stream(wind)
                                .mapToObj(speed -> speed < 60 ? "rain" : "sun")
                                .toArray(String[]::new))),
                LongStream.range(0, ROWS).toArray());
    }

    private static SeenRows seen(TrainingKeys keys) {
        return new SeenRows(keys, List.of("wind"));
    }

    private static TrainingKeys keys(int from, int to) {
        return TrainingKeys.of(LongStream.range(from, to).toArray());
    }

    /** Right in three of four cases. */
    private Predictions candidate() {
        double[][] values = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            boolean sun = (actual[row] == 1) == (row % 4 > 0);
            values[row] = sun ? new double[] {.2, .8} : new double[] {.9, .1};
        }
        return new Predictions(CLASSES, values);
    }

    private Predictions perfect() {
        double[][] values = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            values[row] = new double[] {1 - actual[row], actual[row]};
        }
        return new Predictions(CLASSES, values);
    }

    private static Predictions says(List<String> classes, int rows) {
        double[][] values = new double[rows][];
        Arrays.fill(values, new double[] {.4, .6});
        return new Predictions(classes, values);
    }

    private static Champion champion(List<String> classes, String target, TrainingKeys trainedOn) {
        PackageManifest manifest = new PackageManifest(
                PackageManifest.FORMAT,
                "weather",
                null,
                "linear",
                Task.CLASSIFICATION,
                target,
                classes,
                List.of(),
                List.of(),
                List.of(new PackageManifest.Feature("wind", ColumnType.DECIMAL, false, "")),
                null,
                "training-keys.bin",
                Map.of(),
                Map.of(),
                "",
                null,
                List.of(),
                null);
        ModelReference reference = new ModelReference("weather", 3, null, "package");
        return new Champion(reference, Path.of("package"), manifest, trainedOn);
    }
}
