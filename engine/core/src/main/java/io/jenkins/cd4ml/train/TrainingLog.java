package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a training process tells of its training, {@code training.json}.
 *
 * @param epochs as {@link EpochCurve} keeps them
 * @param bestEpoch 1-based epoch whose parameters were kept
 * @param seconds wall-clock time of all epochs, without loading the library
 * @param libraries versions by name
 * @param resumedAfter epoch after which training went on from a checkpoint; 0: it ran in one piece
 * @param cpu what the library makes of the processor
 */
public record TrainingLog(
        List<Epoch> epochs,
        int bestEpoch,
        boolean stoppedEarly,
        double seconds,
        int resumedAfter,
        Map<String, String> libraries,
        String cpu,
        int threads) {

    private static final String FILE = "training.json";

    public TrainingLog {
        epochs = EpochCurve.of(epochs, bestEpoch);
    }

    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), Protocol.write(this));
    }

    public static TrainingLog read(Path folder) throws IOException {
        return Protocol.mapper().readValue(Files.readString(folder.resolve(FILE)), TrainingLog.class);
    }

    /** The figures of the epoch whose parameters were kept. */
    public Epoch best() {
        return epochs.stream()
                .filter(epoch -> epoch.epoch() == bestEpoch)
                .findFirst()
                .orElseThrow();
    }

    /** How many epochs ran. */
    public int lastEpoch() {
        return EpochCurve.last(epochs);
    }
}
