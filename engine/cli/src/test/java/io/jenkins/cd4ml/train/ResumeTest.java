package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A training that is killed goes on where it was; {@code bin/prove-resume} does the same twenty times with the whole command. */
public class ResumeTest {
    private static final String CANCER = "data: {path: x, target: diagnosis}\n"
            + "train: {epochs: 12, patience: 0, dropout: 0.3, checkpointSeconds: 0, seed: %d}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Table table;

    @Before
    public void readTable() throws Exception {
        table = SampleTables.read("breast-cancer.csv");
    }

    /** A stop kills the training process at once, wherever it is. */
    @Test
    public void aKilledTrainingEndsInTheSameBits() throws Exception {
        byte[] unbroken = parameters(train("unbroken", 7, Integer.MAX_VALUE));

        assertThrows(CancellationException.class, () -> train("broken", 7, 4));
        assertThrows(CancellationException.class, () -> train("broken", 7, 3));
        RecordedEvents events = new RecordedEvents();
        StageContext context = train("broken", 7, Integer.MAX_VALUE, events);

        assertArrayEquals(unbroken, parameters(context));
        assertTrue(
                events.messages.toString(),
                events.messages.stream()
                        .anyMatch(message -> message.matches("going on after epoch \\d+ of 12, from a checkpoint")));
        assertFalse(Files.exists(context.run().path().resolve("checkpoint")));
    }

    @Test
    public void aCheckpointOfOtherSettingsIsPassedBy() throws Exception {
        assertThrows(CancellationException.class, () -> train("changed", 7, 3));
        RecordedEvents events = new RecordedEvents();
        byte[] changed = parameters(train("changed", 8, Integer.MAX_VALUE, events));

        assertArrayEquals(parameters(train("fresh", 8, Integer.MAX_VALUE)), changed);
        assertBeganAnew(events);
    }

    @Test
    public void aDamagedCheckpointIsPassedBy() throws Exception {
        assertThrows(CancellationException.class, () -> train("damaged", 7, 3));
        Path checkpoints = folder.getRoot().toPath().resolve("damaged/.cd4ml/runs/r1/checkpoint");
        try (var files = Files.newDirectoryStream(checkpoints, "*.safetensors")) {
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                // The one that was being written when the process was killed may still be empty.
                if (bytes.length > 0) {
                    bytes[bytes.length - 1] ^= 1;
                    Files.write(file, bytes);
                }
            }
        }
        RecordedEvents events = new RecordedEvents();
        byte[] again = parameters(train("damaged", 7, Integer.MAX_VALUE, events));

        assertArrayEquals(parameters(train("unbroken", 7, Integer.MAX_VALUE)), again);
        assertBeganAnew(events);
    }

    private static void assertBeganAnew(RecordedEvents events) {
        assertEquals("1/12 epochs", events.progress.get(0));
        assertTrue(
                events.messages.toString(),
                events.messages.stream()
                        .anyMatch(message -> message.startsWith("training begins anew: the checkpoint in ")
                                && message.endsWith("of another processor or engine, or damaged")));
    }

    private StageContext train(String project, int seed, int stopAfter) throws Exception {
        return train(project, seed, stopAfter, new RecordedEvents());
    }

    /** Stops after that many epochs of this process. */
    private StageContext train(String project, int seed, int stopAfter, RecordedEvents events) throws Exception {
        StageContext context = SampleContexts.context(
                folder.getRoot().toPath().resolve(project),
                SampleContexts.configuration(CANCER.formatted(seed)),
                events,
                () -> events.metrics.size() >= stopAfter);
        new ModelTraining(context, table).run(false);
        return context;
    }

    private static byte[] parameters(StageContext context) throws Exception {
        return Files.readAllBytes(context.run().model().resolve(ModelFolder.PARAMETERS));
    }
}
