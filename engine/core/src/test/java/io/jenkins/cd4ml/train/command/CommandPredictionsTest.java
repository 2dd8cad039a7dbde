package io.jenkins.cd4ml.train.command;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CommandPredictionsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** What a scikit-learn program writes that encoded its classes. */
    @Test
    public void encodedLabelsAreTheWordsOfTheData() throws Exception {
        Path file = folder.newFile().toPath();
        Files.writeString(
                file, "cd4ml_row,probability_1,probability_0\n" + CommandPredictions.name(7) + ",0.75,0.25\n");
        Map<String, String> labels = Map.of("0", "no", "1", "yes");
        CommandPredictions read = CommandPredictions.read(file, List.of("no", "yes"), labels);
        assertArrayEquals(
                new float[] {0.25f, 0.75f},
                read.of(new long[] {7}, new int[] {0}).rows()[0],
                0);
        assertThrows(InputException.class, () -> CommandPredictions.read(file, List.of("no", "yes"), Map.of()));
    }
}
