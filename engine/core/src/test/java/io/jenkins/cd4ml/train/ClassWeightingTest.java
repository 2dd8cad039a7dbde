package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.config.TrainSettings.ClassWeights;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ClassWeightingTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");
    private static final int[] ROWS = {0, 0, 0, 0, 0, 1, 1, 2};

    @Test
    public void balancedIsThatOfScikitLearn() throws Exception {
        JsonNode expected = Oracle.python(
                List.of("numpy", "sklearn"),
                """
                import json
                import numpy as np
                from sklearn.utils.class_weight import compute_class_weight
                y = np.array([0, 0, 0, 0, 0, 1, 1, 2])
                print(json.dumps(compute_class_weight('balanced', classes=np.unique(y), y=y).tolist()))
                """,
                "");
        float[] weights = ClassWeighting.of(new ClassWeights(true, Map.of()), CLASSES, ROWS, false);
        assertArrayEquals(
                new float[] {
                    expected.get(0).floatValue(),
                    expected.get(1).floatValue(),
                    expected.get(2).floatValue()
                },
                weights,
                0);
    }

    @Test
    public void classesThatAreNotNamedWeighOne() {
        assertArrayEquals(
                new float[] {1, 4, 1},
                ClassWeighting.of(new ClassWeights(false, Map.of("b", 4.0)), CLASSES, ROWS, false),
                0);
        assertArrayEquals(new float[] {1, 1, 1}, ClassWeighting.of(ClassWeights.NONE, CLASSES, ROWS, false), 0);
    }

    @Test
    public void wrongWeightsAreNamed() {
        refused(Map.of("d", 2.0), "names the class 'd', which the target has not; its classes are [a, b, c]");
        refused(Map.of("a", 0.0), "gives class 'a' the weight 0.0; a weight is a number greater than 0");
        refused(Map.of("a", Double.NaN), "gives class 'a' the weight NaN");
    }

    @Test
    public void sensitiveClassesAreNotListed() {
        String message = assertThrows(
                        InputException.class,
                        () -> ClassWeighting.of(new ClassWeights(false, Map.of("d", 2.0)), CLASSES, ROWS, true))
                .getMessage();
        assertTrue(message, message.endsWith("names the class 'd', which the target has not"));
    }

    private static void refused(Map<String, Double> weights, String why) {
        String message = assertThrows(
                        InputException.class,
                        () -> ClassWeighting.of(new ClassWeights(false, weights), CLASSES, ROWS, false))
                .getMessage();
        assertTrue(message, message.contains(why));
    }
}
