package io.jenkins.cd4ml.train.torch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainVariant;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.ModelSpec.Image;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class NetworkMemoryTest {
    private static final long MB = 1 << 20;

    /** Measured with 2,000 images, read a batch at a time: 0.49 GB at 8 images a batch, 0.56 GB at 32, 0.95 GB at 128. */
    @Test
    public void aNetworkOfImagesNeedsWhatABatchIsBetweenItsLayers() {
        assertEquals(8192, NetworkMemory.rowsAtOnce(null));
        assertEquals(8192, NetworkMemory.rowsAtOnce(new Image(8, 8, 1, List.of(16, 32))));
        assertEquals(631, ofImages(8) / MB, 20);
        assertEquals(631, ofImages(32) / MB, 20);
        assertEquals(1080, ofImages(128) / MB, 40);
        assertTrue(
                assertThrows(InputException.class, () -> ofImages(20_000))
                        .getMessage()
                        .startsWith(
                                "train.batchSize: 20000 images of 150528 numbers are more than one batch holds; use at most 14266"));
    }

    private static long ofImages(int batchSize) {
        TrainSettings settings = TrainVariant.of(TrainSettings.DEFAULT, Map.of("batchSize", batchSize));
        Image image = new Image(224, 224, 3, List.of(4, 8, 8));
        List<ModelSpec.Layer> layers = List.of(
                new ModelSpec.Layer(image.outputs(), 16, ModelSpec.Activation.RELU),
                new ModelSpec.Layer(16, 4, ModelSpec.Activation.NONE));
        ModelSpec spec = new ModelSpec("cnn", Task.CLASSIFICATION, "c", List.of(), List.of(), layers, 0, 1, "", image);
        return NetworkMemory.of(settings, spec, 3 * 20_000L).bytes();
    }
}
