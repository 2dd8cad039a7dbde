package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionHistory;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionStep;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import io.jenkins.cd4ml.protocol.registry.ChampionChain;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class EarlierChampionsTest {
    private static final Labels LABELS = Labels.of(List.of("benign", "malignant"), false, new long[] {357, 212}, null);
    private static final GateRule.Versus ACCURACY = rule(MetricKey.of(MetricName.ACCURACY), .02);
    private static final GateRule.Versus LOSS = rule(MetricKey.of(MetricName.LOG_LOSS), .05);

    /** Version 2 is better than 1 by 0.03; then each of three loses a little less than the margin. */
    private static final EarlierChampions CREEP = chain(
            champion(1, null, null),
            champion(2, 1, against(1, difference("accuracy", null, .03), difference("log_loss", null, -.2))),
            champion(3, 2, against(2, difference("accuracy", null, -.015), difference("log_loss", null, .04))),
            champion(5, 3, against(3, difference("accuracy", null, -.015), difference("log_loss", null, .04))),
            champion(6, 5, against(5, difference("accuracy", null, -.015))));

    @Test
    public void smallLossesAddUp() {
        ChampionHistory history = CREEP.history(ACCURACY, LABELS, 6, difference("accuracy", null, -.01), 400);
        assertEquals(2, history.best());
        assertEquals(.055, history.lost(), 1e-12);
        assertEquals(.02, history.margin(), 0);
        assertEquals(0, history.omitted());
        assertSums(history, 0, .03, .015, 0, -.015, -.025);
        ChampionStep second = history.steps().get(1);
        assertEquals(new ChampionStep(2, 1, .03, second.interval(), 300L, .03), second);
        assertEquals(.04, second.interval().upper(), 1e-12);
        ChampionStep now = history.steps().get(5);
        assertNull(now.version());
        assertEquals(6, (int) now.before());
        assertEquals(400L, (long) now.rows());
        assertEquals(
                Optional.of(
                        "the champions since version 2 have lost 0.045 of accuracy together, more than the margin 0.02 of"
                                + " each: compare with 'versus: best' or a fixed version"),
                Optional.ofNullable(References.lost(ACCURACY, CREEP, LABELS, version(6))));
    }

    @Test
    public void lowerIsBetterForLosses() {
        ChampionHistory history = CREEP.history(LOSS, LABELS, 6, difference("log_loss", null, .04), 400);
        assertEquals(2, history.best());
        assertEquals(.12, history.lost(), 1e-12);
        assertSums(history, 0, -.2, -.16, -.12, -.12, -.08);
        // version 6 was not measured
        assertNull(history.steps().get(4).difference());
        assertNull(history.steps().get(4).rows());
        assertEquals(5, (int) history.steps().get(4).before());
    }

    @Test
    public void aClassIsNotTheWhole() {
        EarlierChampions champions = chain(
                champion(1, null, null),
                champion(2, 1, against(1, difference("f1", "benign", .3), difference("f1_macro", null, .2))));
        GateRule.Versus malignant = rule(new MetricKey(MetricName.F1, 1), .02);
        assertNull(
                champions.history(malignant, LABELS, 2, null, 0).steps().get(1).difference());
        GateRule.Versus benign = rule(new MetricKey(MetricName.F1, 0), .02);
        assertEquals(
                .3, champions.history(benign, LABELS, 2, null, 0).steps().get(1).difference(), 0);
        assertEquals("benign", champions.history(benign, LABELS, 2, null, 0).label());
    }

    /** 3 was compared with 1, and 2 took over meanwhile and was rolled back. */
    @Test
    public void aDifferenceCountsFromTheVersionThatItWasMeasuredWith() {
        EarlierChampions champions = chain(
                champion(1, null, null),
                champion(2, 1, against(1, difference("accuracy", null, -.1))),
                champion(3, 2, against(1, difference("accuracy", null, -.01))));
        ChampionHistory history = champions.history(ACCURACY, LABELS, 3, null, 0);
        assertEquals(1, history.best());
        assertEquals(.01, history.lost(), 1e-12);
        assertEquals(1, (int) history.steps().get(2).before());
        assertNull(References.lost(ACCURACY, champions, LABELS, version(3)));
    }

    @Test
    public void theFirstChampionHasNoChain() {
        EarlierChampions one = chain(champion(1, null, null));
        assertNull(one.history(ACCURACY, LABELS, 1, difference("accuracy", null, -.01), 400));
        assertEquals(1, (int) one.best(ACCURACY, LABELS));
        assertNull(EarlierChampions.NONE.best(ACCURACY, LABELS));
        assertNull(References.lost(ACCURACY, EarlierChampions.NONE, LABELS, version(1)));
    }

    @Test
    public void manyChampionsAreAddedUpAndTheNewestShown() {
        EarlierChampion[] champions = new EarlierChampion[80];
        champions[0] = champion(1, null, null);
        for (int i = 1; i < champions.length; i++) {
            champions[i] = champion(i + 1, i, against(i, difference("accuracy", null, -.001)));
        }
        ChampionHistory history = chain(champions).history(ACCURACY, LABELS, 80, null, 0);
        assertEquals(30, history.omitted());
        assertEquals(50, history.steps().size());
        assertEquals(31, (int) history.steps().get(0).version());
        assertEquals(1, history.best());
        assertEquals(.079, history.lost(), 1e-12);
    }

    /** Nothing can be compared with a version whose package is gone; what was measured against it still counts. */
    @Test
    public void aDeletedVersionIsNeverTheBest() {
        EarlierChampions champions = chain(
                champion(1, null, null),
                new EarlierChampion(2, 1, against(1, difference("accuracy", null, .05)), true),
                champion(3, 2, against(2, difference("accuracy", null, -.01))));
        assertEquals(3, (int) champions.best(ACCURACY, LABELS));
        ChampionHistory history = champions.history(ACCURACY, LABELS, 3, difference("accuracy", null, -.01), 400);
        assertEquals(3, history.best());
        assertEquals(.01, history.lost(), 1e-12);
        assertSums(history, 0, .05, .04, .03);
        EarlierChampions gone = chain(new EarlierChampion(1, null, null, true), new EarlierChampion(2, 1, null, true));
        assertNull(gone.best(ACCURACY, LABELS));
        assertNull(gone.history(ACCURACY, LABELS, 2, null, 0));
        assertNull(References.lost(ACCURACY, gone, LABELS, version(2)));
    }

    private static EarlierChampions chain(EarlierChampion... champions) {
        return new EarlierChampions(new ChampionChain(List.of(champions)));
    }

    private static EarlierChampion champion(int version, Integer followed, ChampionComparison comparison) {
        return new EarlierChampion(version, followed, comparison, false);
    }

    private static void assertSums(ChampionHistory history, double... sums) {
        assertEquals(sums.length, history.steps().size());
        for (int i = 0; i < sums.length; i++) {
            assertEquals(sums[i], history.steps().get(i).sum(), 1e-12);
        }
    }

    private static ChampionComparison against(int version, Difference... differences) {
        return new ChampionComparison(
                new ModelReference("m", version, "sha256:x", "p"), 300, 0, null, List.of(differences));
    }

    private static Difference difference(String metric, String label, double value) {
        return new Difference(
                metric,
                label,
                .8 + value,
                .8,
                value,
                new Interval(value - .01, value + .01, .95),
                !metric.equals("log_loss"));
    }

    private static Optional<ModelReference> version(int number) {
        return Optional.of(new ModelReference("m", number, "sha256:x", "p"));
    }

    private static GateRule.Versus rule(MetricKey key, double margin) {
        return new GateRule.Versus(key, margin, ValidateSettings.Test.NOT_WORSE, null, "best");
    }
}
