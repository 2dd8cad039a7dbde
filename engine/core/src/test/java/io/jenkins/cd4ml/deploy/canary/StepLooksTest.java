package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.config.DeploySettings.Inconclusive;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.Test;

/** Which looks a step has, and what follows them. */
public class StepLooksTest {
    private static final int REQUESTS = 100;

    private final List<String> asked = new ArrayList<>();
    private final List<Double> levels = new ArrayList<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final RecordedEvents events = new RecordedEvents();
    private boolean slowStart;

    private static DeploySettings settings(List<Inconclusive> policy) {
        return new DeploySettings(
                null,
                null,
                null,
                List.of(10, 100),
                0,
                REQUESTS,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                policy,
                null,
                null,
                null,
                null);
    }

    /** Sends requests, and reports them at each quarter of what is wanted. */
    private final class Requests implements TrafficSource {
        @Override
        public void warmUp(LeaseKeeper lease) {
            throw new AssertionError("a step has begun");
        }

        @Override
        public void step(int weight, long requests, LeaseKeeper lease, Look look)
                throws CanaryOverException, java.io.IOException, InterruptedException {
            asked.add(requests + " at " + weight);
            for (int quarter = 1; quarter <= 4; quarter++) {
                if (!look.goesOn(requests * quarter / 4)) {
                    asked.add("ended after " + requests * quarter / 4);
                    return;
                }
            }
        }

        @Override
        public void prepare(LeaseKeeper lease) {
            throw new AssertionError("no labels are waited for");
        }

        @Override
        public PairedAnswers answers() {
            return null;
        }

        @Override
        public PairedRows pairs() {
            return null;
        }

        @Override
        public LiveLabels labels() {
            return null;
        }
    }

    private StepLooks run(DeploySettings settings, int number, Outcome... each) throws Exception {
        outcomes.addAll(List.of(each));
        StepLooks looks = new StepLooks(
                new Looks(settings), settings, number, this::judged, new WaitReports(events, 10, true, () -> 0));
        looks.run(new Requests(), 10, null, null);
        assertEquals("all looks that were expected", 0, outcomes.size());
        return looks;
    }

    private StepLooks.Judged judged(double level) {
        levels.add(level);
        Outcome outcome = outcomes.remove();
        Check check = new Check(
                "10 %: accuracy",
                "canary", outcome, null, null, null, null, null, null, null, "accuracy is " + outcome);
        Check passed = new Check(
                "10 %: error increase",
                "canary", Outcome.PASSED, null, null, null, null, null, null, null, "no errors");
        boolean open = slowStart;
        slowStart = false;
        return new StepLooks.Judged(MeasuredSteps.paired(level, PairedRows.NONE), List.of(passed, check), open);
    }

    /** The budget of 0.05 for 4 checks and 2 steps is 0.00625 a step: a quarter for two early looks, half for the end, a quarter for more. */
    private static final double OF_STEP = 0.05 / 4 / 2;

    private static final double EARLY = OF_STEP / 4 / 2;
    private static final double END = OF_STEP / 2;

    @Test
    public void aStepIsLookedAtWhileItsRequestsComeAndAtItsEnd() throws Exception {
        StepLooks looks = run(settings(null), 0, Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE, Outcome.PASSED);
        assertEquals(List.of("100 at 10"), asked);
        assertEquals(List.of(EARLY, EARLY, END), levels);
        assertNull(looks.stops());
        assertEquals("passed", looks.sentence());
        assertEquals(END, looks.measurement().level(), 0);
        assertEquals(2, looks.checks().size());
        assertEquals(
                List.of(
                        "10 %: looked after 200 requests of the candidate; error increase passed, accuracy not shown",
                        "10 %: looked after 200 requests of the candidate; error increase passed, accuracy not shown",
                        "10 %: looked after 200 requests of the candidate; error increase passed, accuracy passed"),
                events.messages);
        assertEquals("25/100 requests of the candidate at 10 %", events.progress.get(0));
    }

    @Test
    public void aBadCandidateEndsAtTheFirstLookThatShowsIt() throws Exception {
        StepLooks looks = run(settings(null), 0, Outcome.FAILED);
        assertEquals(List.of("100 at 10", "ended after 25"), asked);
        assertEquals(List.of(EARLY), levels);
        assertEquals("accuracy is FAILED", looks.stops().message());
        assertEquals("accuracy is FAILED", looks.sentence());
    }

    @Test
    public void inconclusiveGoesOnWhereItIsAllowed() throws Exception {
        StepLooks looks = run(settings(null), 0, Outcome.PASSED, Outcome.PASSED, Outcome.INCONCLUSIVE);
        assertNull(looks.stops());
        assertEquals("nothing worse was shown; not shown: 10 %: accuracy", looks.sentence());
    }

    @Test
    public void inconclusiveStopsWhereItIsNot() throws Exception {
        List<Inconclusive> policy = List.of(Inconclusive.CONTINUE, Inconclusive.ROLLBACK);
        StepLooks looks = run(settings(policy), 1, Outcome.PASSED, Outcome.PASSED, Outcome.INCONCLUSIVE);
        assertEquals("accuracy is INCONCLUSIVE", looks.stops().message());
        assertEquals("accuracy is INCONCLUSIVE", looks.sentence());
        assertEquals(1, asked.size());
        StepLooks first = run(settings(policy), 0, Outcome.PASSED, Outcome.PASSED, Outcome.INCONCLUSIVE);
        assertNull("the first step goes on", first.stops());
    }

    /** Twice as many each time; each look has half of what is left of its quarter of the budget. */
    @Test
    public void waitingAsksForMoreUntilThereIsAnAnswer() throws Exception {
        StepLooks looks = run(
                settings(List.of(Inconclusive.WAIT)),
                0,
                Outcome.PASSED,
                Outcome.PASSED,
                Outcome.INCONCLUSIVE,
                Outcome.INCONCLUSIVE,
                Outcome.PASSED);
        assertEquals(List.of("100 at 10", "200 at 10", "400 at 10"), asked);
        assertEquals(List.of(OF_STEP / 8, OF_STEP / 16), levels.subList(3, 5));
        assertNull(looks.stops());
        assertEquals("200/200 requests of the candidate at 10 %", events.progress.get(7));
        assertEquals("400/400 requests of the candidate at 10 %", events.progress.get(11));
    }

    @Test
    public void waitingEndsWithAFailure() throws Exception {
        StepLooks looks = run(
                settings(List.of(Inconclusive.WAIT)),
                0,
                Outcome.PASSED,
                Outcome.PASSED,
                Outcome.INCONCLUSIVE,
                Outcome.FAILED);
        assertEquals("accuracy is FAILED", looks.stops().message());
        assertEquals(2, asked.size());
    }

    /** A latency that a cold start may have made gets its second look, whatever the policy is. */
    @Test
    public void aSlowStartIsLookedAtOnceMore() throws Exception {
        outcomes.addAll(List.of(Outcome.PASSED, Outcome.PASSED, Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE));
        StepLooks looks = new StepLooks(
                new Looks(settings(null)),
                settings(null),
                0,
                level -> {
                    slowStart = outcomes.size() == 2;
                    return judged(level);
                },
                new WaitReports(events, 10, false, () -> 0));
        looks.run(new Requests(), 10, null, null);
        assertEquals(List.of("100 at 10", "200 at 10"), asked);
        assertNull(looks.stops());
    }

    @Test
    public void judgedNamesTheFirstOfEach() {
        StepLooks.Judged none = new StepLooks.Judged(null, List.of(), false);
        assertNull(none.failed());
        assertNull(none.inconclusive());
        outcomes.addAll(List.of(Outcome.FAILED, Outcome.INCONCLUSIVE));
        StepLooks.Judged failed = judged(0);
        assertSame(failed.checks().get(1), failed.failed());
        StepLooks.Judged open = judged(0);
        assertSame(open.checks().get(1), open.inconclusive());
    }
}
