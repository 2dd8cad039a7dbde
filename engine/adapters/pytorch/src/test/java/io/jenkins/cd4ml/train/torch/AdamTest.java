package io.jenkins.cd4ml.train.torch;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

/** In memory of the kind that the library hands out; {@link NetworkTrainingTest} has the library's own. */
public class AdamTest {
    /** Two blocks and a part of one; one number; none of a power of two. */
    private static final int[] SIZES = {2500, 1, 33};

    private static final int STEPS = 500;

    private final Random random = new Random(7);

    @Test
    public void fiveHundredStepsAreThoseOfPyTorch() throws Exception {
        for (double weightDecay : new double[] {0, 0.02}) {
            List<FloatBuffer> parameters = memory();
            float[][] starts = arrays(parameters);
            // From none over what ε outweighs to large ones.
            List<FloatBuffer> directions = memory();
            for (FloatBuffer direction : directions) {
                for (int i = 0; i < direction.capacity(); i++) {
                    direction.put(i, (float) (direction.get(i) * (i % 7 == 3 ? 0 : Math.pow(10, i % 16 - 11))));
                }
            }
            Adam adam = new Adam(0.01, weightDecay, parameters);
            for (int step = 1; step <= STEPS; step++) {
                adam.step(gradients(directions, step));
            }

            JsonNode expected = Oracle.python(
                    List.of("torch"),
                    """
                    import json, sys, torch
                    d = json.load(sys.stdin)
                    parameters = [torch.tensor(p, dtype=torch.float64, requires_grad=True) for p in d['starts']]
                    directions = [torch.tensor(p, dtype=torch.float32) for p in d['directions']]
                    adam = torch.optim.Adam(parameters, lr=0.01, weight_decay=d['weightDecay'])
                    for step in range(1, d['steps'] + 1):
                        for parameter, direction in zip(parameters, directions):
                            parameter.grad = (direction * (step % 11 - 4)).double()
                        adam.step()
                    state = [adam.state[p] for p in parameters]
                    print(json.dumps({'parameters': [p.tolist() for p in parameters],
                                      'mean': [s['exp_avg'].tolist() for s in state],
                                      'variance': [s['exp_avg_sq'].tolist() for s in state]}))
                    """,
                    new ObjectMapper()
                            .writeValueAsString(Map.of(
                                    "starts", starts,
                                    "directions", arrays(directions),
                                    "weightDecay", weightDecay,
                                    "steps", STEPS)));

            Map<String, Tensor> state = adam.state();
            assertEquals(STEPS, adam.steps());
            for (int i = 0; i < SIZES.length; i++) {
                assertClose(expected.path("parameters").get(i), arrays(parameters)[i], 2e-5, 1);
                // With the penalty a parameter ends about 0, and with it its gradient.
                float[] mean = state.get("adam.mean." + i).values();
                float[] variance = state.get("adam.variance." + i).values();
                assertClose(expected.path("mean").get(i), mean, 1e-4, weightDecay);
                assertClose(expected.path("variance").get(i), variance, 1e-4, weightDecay);
            }
        }
    }

    @Test
    public void goesOnFromItsStateToTheBit() {
        List<FloatBuffer> parameters = memory();
        List<FloatBuffer> others = copy(parameters);
        List<FloatBuffer> directions = memory();
        Adam unbroken = new Adam(0.003, 0.1, parameters);
        Adam first = new Adam(0.003, 0.1, others);
        for (int step = 1; step <= 20; step++) {
            unbroken.step(gradients(directions, step));
            if (step <= 9) {
                first.step(gradients(directions, step));
            }
        }
        Adam second = new Adam(0.003, 0.1, others);
        second.restore(first.steps(), first.state());
        for (int step = 10; step <= 20; step++) {
            second.step(gradients(directions, step));
        }

        for (int i = 0; i < SIZES.length; i++) {
            assertArrayEquals(arrays(parameters)[i], arrays(others)[i], 0);
        }
        unbroken.state()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.values(), second.state().get(name).values(), 0));
    }

    @Test
    public void gradientsAreZeroedAndWhatIsNoNumberStaysNone() {
        List<FloatBuffer> parameters = memory();
        List<FloatBuffer> gradients = memory();
        gradients.get(0).put(2000, Float.NaN);
        Adam adam = new Adam(0.01, 0, parameters);
        adam.step(gradients);
        adam.step(gradients);

        for (float[] gradient : arrays(gradients)) {
            assertArrayEquals(new float[gradient.length], gradient, 0);
        }
        assertTrue(Float.isNaN(parameters.get(0).get(2000)));
        assertTrue(Float.isFinite(parameters.get(0).get(1999)));
    }

    private static void assertClose(JsonNode expected, float[] found, double tolerance, double floor) {
        assertEquals(expected.size(), found.length);
        for (int i = 0; i < found.length; i++) {
            double value = expected.get(i).asDouble();
            // Smaller than a 32-bit float can hold precisely, a square may be 0.
            assertEquals("number " + i, value, found[i], tolerance * Math.max(floor, Math.abs(value)) + 1e-36);
        }
    }

    private static List<FloatBuffer> gradients(List<FloatBuffer> directions, int step) {
        List<FloatBuffer> gradients = copy(directions);
        for (FloatBuffer gradient : gradients) {
            for (int i = 0; i < gradient.capacity(); i++) {
                gradient.put(i, gradient.get(i) * (step % 11 - 4));
            }
        }
        return gradients;
    }

    private List<FloatBuffer> memory() {
        return Arrays.stream(SIZES)
                .mapToObj(size -> {
                    FloatBuffer memory = allocate(size);
                    for (int i = 0; i < size; i++) {
                        memory.put(i, (float) random.nextGaussian());
                    }
                    return memory;
                })
                .toList();
    }

    private static List<FloatBuffer> copy(List<FloatBuffer> buffers) {
        return buffers.stream()
                .map(buffer -> allocate(buffer.capacity()).put(0, buffer, 0, buffer.capacity()))
                .toList();
    }

    private static float[][] arrays(List<FloatBuffer> buffers) {
        return buffers.stream()
                .map(buffer -> {
                    float[] array = new float[buffer.capacity()];
                    buffer.get(0, array);
                    return array;
                })
                .toArray(float[][]::new);
    }

    private static FloatBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
