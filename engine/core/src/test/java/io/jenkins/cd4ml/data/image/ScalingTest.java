package io.jenkins.cd4ml.data.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Against PyTorch's interpolation, smaller and larger, grey and coloured. */
public class ScalingTest {
    @Test
    public void itIsPyTorchsAntialiasedBilinearInterpolation() throws Exception {
        for (int[] sizes : new int[][] {{40, 30, 8, 8, 1}, {5, 7, 8, 12, 3}, {33, 9, 10, 20, 3}, {3, 3, 1, 1, 1}}) {
            byte[] samples = new byte[sizes[0] * sizes[1] * sizes[4]];
            new Random(sizes[0]).nextBytes(samples);
            Picture picture = new Picture(sizes[0], sizes[1], sizes[4], samples);
            Picture scaled = Scaling.of(picture, sizes[2], sizes[3]);
            StringBuilder input = new StringBuilder();
            for (int size : sizes) {
                input.append(size).append(' ');
            }
            for (int place = 0; place < samples.length; place++) {
                input.append(picture.sample(place)).append(' ');
            }
            JsonNode expected = Oracle.python(
                    List.of("torch"),
                    """
                    import json, sys, torch
                    numbers = list(map(int, sys.stdin.read().split()))
                    h, w, height, width, channels = numbers[:5]
                    image = torch.tensor(numbers[5:], dtype=torch.float64).reshape(1, h, w, channels).permute(0, 3, 1, 2)
                    scaled = torch.nn.functional.interpolate(image, (height, width), mode='bilinear', antialias=True)
                    print(json.dumps(scaled.permute(0, 2, 3, 1).flatten().tolist()))
                    """,
                    input.toString());
            assertEquals(expected.size(), scaled.samples().length);
            for (int place = 0; place < expected.size(); place++) {
                double difference = Math.abs(expected.get(place).asDouble() - scaled.sample(place));
                assertTrue("rounded from " + expected.get(place), difference <= 0.5 + 1e-4);
            }
        }
    }

    @Test
    public void theSameSizeStaysAsItIs() {
        byte[] samples = {1, 2, 3, 4};
        assertArrayEquals(
                samples, Scaling.of(new Picture(2, 2, 1, samples), 2, 2).samples());
    }
}
