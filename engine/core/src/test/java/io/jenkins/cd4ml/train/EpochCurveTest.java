package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EpochCurveTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void asManyAsAreShownAreAllThere() {
        assertEquals(numbers(epochs(1, 2_000)), numbers(EpochCurve.of(epochs(1, 2_000), 7)));
        assertEquals(List.of(), EpochCurve.of(List.of(), 0));
        assertEquals(0, EpochCurve.last(List.of()));
    }

    @Test
    public void beyondThatEverySecondAndThoseThatCount() {
        List<Integer> kept = numbers(EpochCurve.of(epochs(1, 3_001), 7));
        List<Integer> wanted = new ArrayList<>(
                IntStream.rangeClosed(1, 1_500).map(i -> 2 * i).boxed().toList());
        wanted.addAll(List.of(1, 7, 3_001));
        assertEquals(wanted.stream().sorted().toList(), kept);
    }

    /** The most that train.epochs allows ended in a log that could not be read. */
    @Test
    public void aLogOfAHundredThousandEpochsIsReadAgain() throws Exception {
        TrainingLog log = log(epochs(1, 100_000), 77_777);
        log.write(folder.getRoot().toPath());
        TrainingLog read = TrainingLog.read(folder.getRoot().toPath());
        assertEquals(log, read);
        assertEquals(100_000, read.lastEpoch());
        assertEquals(77_777, read.best().epoch());
        assertEquals(1, read.epochs().get(0).epoch());
        assertTrue(read.epochs().size() + "", read.epochs().size() <= EpochCurve.MOST + 3);
        assertTrue(Protocol.write(log).length() < 1_000_000);
    }

    @Test
    public void aResumedTrainingKeepsTheSameEpochs() {
        List<Epoch> resumed = new ArrayList<>(EpochCurve.of(epochs(1, 5_003), 4_999));
        assertEquals(5_003, EpochCurve.last(resumed));
        resumed.addAll(epochs(5_004, 9_000));
        assertEquals(numbers(EpochCurve.of(epochs(1, 9_000), 4_999)), numbers(EpochCurve.of(resumed, 4_999)));
        assertEquals(numbers(EpochCurve.of(epochs(1, 9_000), 6_001)), numbers(EpochCurve.of(resumed, 6_001)));
    }

    private static TrainingLog log(List<Epoch> epochs, int best) {
        return new TrainingLog(epochs, best, false, 1.5, 0, Map.of("torch", "2"), "AVX2", 1);
    }

    private static List<Integer> numbers(List<Epoch> epochs) {
        return epochs.stream().map(Epoch::epoch).toList();
    }

    private static List<Epoch> epochs(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> new Epoch(
                        i, 1.0 / i, 2.0 / i, Map.of("accuracy", 0.123456789, "f1_macro", 0.987654321), 0.0123))
                .toList();
    }
}
