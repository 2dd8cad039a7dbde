package io.jenkins.cd4ml.config;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class NearestNameTest {
    @Test
    public void shortNamesAreNearNothingButThemselves() {
        assertEquals(Optional.empty(), NearestName.of("t", List.of("a", "b", "y")));
        assertEquals(Optional.empty(), NearestName.of("x1", List.of("x2", "y1")));
        assertEquals(Optional.of("B"), NearestName.of("b", List.of("A", "B")));
        assertEquals(Optional.of("age"), NearestName.of("agee", List.of("age", "sex")));
        assertEquals(Optional.empty(), NearestName.of("zip", List.of("age", "sex")));
        assertEquals("exchanged", Optional.of("p95"), NearestName.of("p59", List.of("p50x", "p95")));
        assertEquals(Optional.of("labels"), NearestName.of("lables", List.of("features", "labels")));
        assertEquals(Optional.of("learningRate"), NearestName.of("learning_rate", List.of("learningRate", "epochs")));
        assertEquals("; the columns are a, b", NearestName.hint("t", List.of("a", "b"), "columns"));
    }
}
