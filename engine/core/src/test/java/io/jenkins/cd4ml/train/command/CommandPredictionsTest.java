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

    /** Between two whole numbers near 10,000,000 there is no 32-bit float, and none beyond 3.4e38. */
    @Test
    public void numbersAreReadIn64Bits() throws Exception {
        Path file = folder.newFile().toPath();
        Files.writeString(
                file,
                "cd4ml_row,prediction\n" + CommandPredictions.name(7) + ",10000000.123456789\n"
                        + CommandPredictions.name(8) + ",1e200\n");
        double[][] read = CommandPredictions.read(file, List.of(), Map.of())
                .of(new long[] {8, 7}, new int[] {0, 1})
                .values();
        assertArrayEquals(new double[][] {{1e200}, {10_000_000.123456789}}, read);
    }

    /** What a scikit-learn program writes that encoded its classes. */
    @Test
    public void encodedLabelsAreTheWordsOfTheData() throws Exception {
        Path file = folder.newFile().toPath();
        Files.writeString(
                file, "cd4ml_row,probability_1,probability_0\n" + CommandPredictions.name(7) + ",0.75,0.25\n");
        Map<String, String> labels = Map.of("0", "no", "1", "yes");
        CommandPredictions read = CommandPredictions.read(file, List.of("no", "yes"), labels);
        assertArrayEquals(
                new double[] {0.25, 0.75},
                read.of(new long[] {7}, new int[] {0}).values()[0],
                0);
        assertThrows(InputException.class, () -> CommandPredictions.read(file, List.of("no", "yes"), Map.of()));
    }
}
