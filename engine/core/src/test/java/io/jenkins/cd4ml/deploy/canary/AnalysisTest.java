package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficBlocks;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Live traffic; what replay adds is tested with the stage. */
public class AnalysisTest {
    private static final double LEVEL = 0.002;
    private static final int ERRORS = 0;
    private static final int LATENCY = 1;
    private static final int SHIFT = 2;
    private static final int QUALITY = 3;

    private final Analysis analysis = new Analysis(DeploySettings.DEFAULT, null, "sha256:ab");

    /** A minute in thirty blocks, each with the same counts; latencies from 1 to 50 ms, times the factor for the candidate. */
    private static List<TrafficBlock> minute(int ours, int oursFailed, int theirs, int theirsFailed, double slower) {
        TrafficBlocks blocks = new TrafficBlocks(0);
        for (int block = 0; block < 30; block++) {
            long start = block * 2_000_000_000L;
            for (int i = 0; i < Math.max(ours, theirs); i++) {
                long nanos = 1_000_000L * (1 + (i * 7 + block) % 50);
                add(blocks, true, i < ours, i < oursFailed, start, (long) (nanos * slower));
                add(blocks, false, i < theirs, i < theirsFailed, start, nanos);
            }
        }
        return blocks.snapshot();
    }

    private static void add(
            TrafficBlocks blocks, boolean candidate, boolean asked, boolean failed, long start, long nanos) {
        if (asked && failed) {
            blocks.failed(candidate, start + nanos, nanos);
        } else if (asked) {
            blocks.answered(candidate, start + nanos, nanos);
        }
    }

    private static TrafficSnapshot traffic(long requests, long errors, double p95, PredictionSummary predictions) {
        long answers = requests - errors;
        return new TrafficSnapshot(
                requests, errors, 0, 0, 0, 0, answers, p95 / 2, p95, p95 * 0.9, p95 * 1.2, predictions);
    }

    private static PredictionSummary classes(long rain, long sun) {
        return new PredictionSummary(rain + sun, Map.of("rain", rain, "sun", sun), 0, 0);
    }

    private List<Check> judge(List<List<TrafficBlock>> blocks, double p95, PairedRows pairs) {
        TrafficSnapshot both = traffic(200, 0, p95, classes(60, 140));
        return analysis.of(new Measurement(10, LEVEL, both, both, blocks, pairs, null, null));
    }

    private static PairedRows pairs(int both, int onlyOurs, int onlyTheirs, int none) {
        List<PairedRows.Row> rows = new ArrayList<>();
        for (int i = 0; i < both + onlyOurs + onlyTheirs + none; i++) {
            boolean ours = i < both + onlyOurs;
            boolean theirs = i < both || i >= both + onlyOurs && i < both + onlyOurs + onlyTheirs;
            rows.add(new PairedRows.Row(ours ? "rain" : "sun", theirs ? "rain" : "sun", "rain"));
        }
        return new PairedRows(false, rows, rows);
    }

    @Test
    public void goodCandidatePasses() {
        List<Check> checks = judge(List.of(minute(50, 0, 450, 0, 1)), 50, pairs(4000, 20, 20, 960));
        assertEquals(
                List.of("10 %: error increase", "10 %: p95 latency", "10 %: prediction shift", "10 %: accuracy"),
                checks.stream().map(Check::name).toList());
        for (Check check : checks) {
            assertEquals(check.message(), Outcome.PASSED, check.outcome());
            assertEquals("canary", check.group());
            assertTrue(check.interval().lower() <= check.value()
                    && check.value() <= check.interval().upper());
        }
        assertEquals(0, checks.get(ERRORS).value(), 0);
        assertEquals(1, checks.get(LATENCY).value(), 0.03);
        assertEquals(0, checks.get(SHIFT).value(), 1e-9);
        assertEquals(
                "more errors by 0.01 are excluded, the difference is 0 ("
                        + Figures.interval(checks.get(ERRORS).interval())
                        + "): 0 against 0 of the champion, 1500 and 13500 requests in 30 blocks of time",
                checks.get(ERRORS).message());
    }

    @Test
    public void errorsThatTheChampionHasTooAreNoReason() {
        Check common =
                judge(List.of(minute(50, 5, 450, 45, 1)), 50, PairedRows.NONE).get(ERRORS);
        assertEquals(common.message(), Outcome.INCONCLUSIVE, common.outcome());
        assertEquals(0, common.value(), 1e-12);
        Check more =
                judge(List.of(minute(50, 3, 450, 9, 1)), 50, PairedRows.NONE).get(ERRORS);
        assertEquals(more.message(), Outcome.FAILED, more.outcome());
        assertEquals(0.04, more.value(), 1e-12);
        assertTrue(more.message(), more.message().contains("0.06 against 0.02 of the champion"));
    }

    @Test
    public void whatAppearsAtALaterStepIsNotHiddenByTheStepsBefore() {
        List<TrafficBlock> good = minute(500, 5, 500, 5, 1);
        List<TrafficBlock> worse = minute(30, 3, 30, 0, 1);
        Check check =
                judge(List.of(good, good, good, worse), 50, PairedRows.NONE).get(ERRORS);
        assertEquals(check.message(), Outcome.PASSED, check.outcome());
        Check shown = judge(List.of(good, worse), 50, PairedRows.NONE).get(ERRORS);
        assertEquals(shown.message(), Outcome.PASSED, shown.outcome());
        assertTrue(
                "at most a point more is excluded over both", shown.interval().upper() <= 0.01);
        Check alone = judge(List.of(minute(60, 1, 60, 1, 1), worse), 50, PairedRows.NONE)
                .get(ERRORS);
        assertEquals(alone.message(), Outcome.FAILED, alone.outcome());
    }

    @Test
    public void slowerAnswersAreFound() {
        Check slower =
                judge(List.of(minute(100, 0, 100, 0, 1.5)), 75, PairedRows.NONE).get(LATENCY);
        assertEquals(slower.message(), Outcome.FAILED, slower.outcome());
        assertEquals(1.5, slower.value(), 0.1);
        Check floor =
                judge(List.of(minute(100, 0, 100, 0, 1.5)), 19, PairedRows.NONE).get(LATENCY);
        assertEquals(Outcome.PASSED, floor.outcome());
        assertTrue(floor.message(), floor.message().contains("below the floor of 20 ms"));
    }

    @Test
    public void littleTrafficShowsNothingAndSaysWhatWouldShowIt() {
        List<Check> checks = judge(List.of(minute(2, 0, 20, 0, 1)), 50, pairs(20, 1, 1, 3));
        assertEquals(
                List.of(Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE),
                checks.stream().map(Check::outcome).toList());
        assertTrue(
                checks.get(ERRORS).message(),
                checks.get(ERRORS)
                        .message()
                        .matches(
                                "not shown whether there are more errors by 0\\.01, .*; so many requests can exclude 0\\.0\\d+,"
                                        + " for 0\\.01 it takes about \\d+: 0 against 0 of the champion, 60 and 600 requests.*"));
        assertEquals(
                "not shown: predictions are compared from 30 rows on, and there are 25",
                checks.get(SHIFT).message());
        assertTrue(
                checks.get(QUALITY).message(), checks.get(QUALITY).message().contains(" labelled rows can exclude 0."));
    }

    @Test
    public void labelledRowsThatBothHaveAnsweredDecide() {
        Check worse = accuracy(pairs(700, 30, 80, 190));
        assertEquals(worse.message(), Outcome.FAILED, worse.outcome());
        assertEquals(-0.05, worse.value(), 1e-12);
        assertTrue(
                worse.message(),
                worse.message().contains("only the champion is right on 80, only the candidate on 30"));
        // scipy.stats.binomtest(55, 100, alternative='greater'): p = 0.184
        Check open = accuracy(pairs(400, 45, 55, 100));
        assertEquals(open.message(), Outcome.INCONCLUSIVE, open.outcome());
        Check none = accuracy(new PairedRows(false, pairs(50, 0, 0, 0).sample(), List.of()));
        assertEquals(Outcome.SKIPPED, none.outcome());
        assertEquals("no label came, so accuracy was not compared", none.message());
    }

    private Check accuracy(PairedRows pairs) {
        return judge(List.of(minute(50, 0, 50, 0, 1)), 50, pairs).get(QUALITY);
    }

    @Test
    public void numbersAreComparedByTheirSquaredErrors() {
        List<PairedRows.Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(new PairedRows.Row(
                    "" + (i % 7 + (i % 2 == 0 ? 3 : -5)), "" + (i % 7 + (i % 2 == 0 ? 2 : -4)), "" + i % 7));
        }
        TrafficSnapshot numbers = traffic(200, 0, 25, new PredictionSummary(200, Map.of(), 10, 199));
        Check rmse = analysis.of(new Measurement(
                        10,
                        LEVEL,
                        numbers,
                        numbers,
                        List.of(minute(50, 0, 50, 0, 1)),
                        new PairedRows(true, rows, rows),
                        null,
                        null))
                .get(QUALITY);
        assertEquals("10 %: rmse", rmse.name());
        assertEquals(rmse.message(), Outcome.FAILED, rmse.outcome());
        assertEquals(Math.sqrt(17.0 / 10) - 1, rmse.value(), 1e-12);
    }

    @Test
    public void shiftIsJudgedOnTheSameRows() {
        List<PairedRows.Row> moved = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            moved.add(new PairedRows.Row(i % 10 == 0 ? "sun" : "rain", i % 10 < 7 ? "sun" : "rain", null));
        }
        Check shift = judge(List.of(minute(50, 0, 50, 0, 1)), 50, new PairedRows(false, moved, List.of()))
                .get(SHIFT);
        assertEquals(shift.message(), Outcome.FAILED, shift.outcome());
        // scipy.spatial.distance.jensenshannon([0.9, 0.1], [0.3, 0.7]), less what chance adds to 500 rows
        assertEquals(0.45281125128036026, shift.value(), 0.002);
    }

    @Test
    public void callersOfTheirOwnAreComparedWhereRowsCannotBeAskedAgain() {
        TrafficSnapshot champion = traffic(1800, 0, 25, classes(540, 1260));
        TrafficSnapshot candidate = traffic(200, 0, 25, classes(180, 20));
        List<List<TrafficBlock>> blocks = List.of(minute(50, 0, 50, 0, 1));
        LiveLabels labels = new LiveLabels(side(150, 90), side(1000, 800));
        List<Check> checks = analysis.of(new Measurement(10, LEVEL, candidate, champion, blocks, null, null, labels));
        assertEquals(
                checks.get(SHIFT).message(), Outcome.FAILED, checks.get(SHIFT).outcome());
        Check worse = checks.get(QUALITY);
        assertEquals(Outcome.FAILED, worse.outcome());
        assertEquals(-0.2, worse.value(), 1e-12);
        // Newcombe's interval from SciPy's binomtest(k, n).proportion_ci(method='wilson') of both
        assertEquals(-0.2833677330521842, worse.interval().lower(), 1e-9);
        assertEquals(-0.12068850341262856, worse.interval().upper(), 1e-9);
        Check numbers = analysis.of(new Measurement(
                        10,
                        LEVEL,
                        traffic(200, 0, 25, new PredictionSummary(200, Map.of(), 2, 0)),
                        traffic(1800, 0, 25, new PredictionSummary(1800, Map.of(), 1, 0)),
                        blocks,
                        null,
                        null,
                        null))
                .get(SHIFT);
        assertEquals(Outcome.FAILED, numbers.outcome());
        assertNull("infinite, which JSON does not have", numbers.value());
        assertTrue(numbers.message(), numbers.message().contains("|Cohen's d| infinite"));
    }

    private static LiveLabels.Side side(int rows, int right) {
        LiveLabels.Side side = new LiveLabels.Side();
        for (int i = 0; i < rows; i++) {
            side.add("request", i, "rain", i < right ? "rain" : "sun");
        }
        side.add("request", 0, "rain", "sun");
        assertEquals("a request that is sent once more counts once", rows, side.rows());
        return side;
    }

    @Test
    public void firstVersionIsHeldToAnAbsoluteRate() {
        assertEquals(Outcome.PASSED, first(200, 2).outcome());
        Check open = first(200, 4);
        assertEquals(Outcome.INCONCLUSIVE, open.outcome());
        assertEquals("10 %: error rate", open.name());
        // scipy.stats.binom.sf(9, 200, 0.01) = 4.2e-05
        Check failed = first(200, 10);
        assertEquals(Outcome.FAILED, failed.outcome());
        assertTrue(failed.message(), failed.message().startsWith("error rate 0.05 ("));
        assertTrue(
                failed.message(),
                failed.message()
                        .endsWith(" is shown to be above 0.01; there is no champion to compare with (200 requests)"));
    }

    private Check first(long requests, long errors) {
        return analysis.of(new Measurement(
                        10,
                        LEVEL,
                        traffic(requests, errors, 25, classes(60, 140)),
                        null,
                        List.of(List.of()),
                        null,
                        null,
                        null))
                .get(ERRORS);
    }

    @Test
    public void figuresAreShort() {
        assertEquals("0.0357", Figures.of(1 / 28.0));
        assertEquals("2", Figures.of(2));
        assertEquals("12300", Figures.of(12345));
        assertEquals("-0.02", Figures.of(-0.02));
        assertEquals("0", Figures.of(0));
    }

    @Test
    public void whatSoManyRequestsCanExcludeIsRounded() {
        assertEquals(
                "; so many requests can exclude 0.02, for 0.01 it takes about 2400",
                Seen.of(0.02, 0.01, 600, "requests"));
        assertEquals("", Seen.of(0.005, 0.01, 600, "requests"));
        assertEquals("", Seen.of(0.02, 0, 600, "requests"));
        assertEquals("what can be excluded", "", Seen.of(0.01, 0.01, 600, "requests"));
        assertEquals(
                "a billion requests are no advice",
                "; so many requests can exclude 0.1",
                Seen.of(0.1, 0.0001, 1000, "requests"));
    }
}
