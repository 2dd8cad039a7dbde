package io.jenkins.cd4ml.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class OverridesTest {
    @Test
    public void argumentsWinOverSettingsAndLeaveThemAsTheyWere() {
        Map<String, Object> settings =
                Map.of("epochs", 3, "analysis", Map.of("maxErrorRate", 0.1, "maxLatencyRatio", 2));
        Map<String, Object> tree =
                Overrides.over(settings, List.of("analysis.maxErrorRate=0.02", "epochs=5", "epochs = 7"));
        assertEquals(7L, tree.get("epochs"));
        assertEquals(
                "{maxErrorRate=0.02, maxLatencyRatio=2}",
                new java.util.TreeMap<>((Map<?, ?>) tree.get("analysis")).toString());
        assertEquals(3, settings.get("epochs"));
    }

    @Test
    public void valuesAreYaml() {
        Map<String, Object> tree = Overrides.parse(List.of("hidden=[64, 32]", "on=lowerBound", "positive=\"no\""));
        assertEquals(List.of(64L, 32L), tree.get("hidden"));
        assertEquals("lowerBound", tree.get("on"));
        assertEquals("no", tree.get("positive"));
    }

    @Test
    public void namesOfColumnsAndClassesMayHaveDots() {
        Map<String, Object> tree = Overrides.parse(List.of(
                "data.columns.EDU.CODE.type=category",
                "data.columns.plain.sensitive=true",
                "drift.tests.a.b.c.threshold=0.2",
                "data.labels.1.0=yes"));
        assertEquals(
                Map.of(
                        "data",
                        Map.of(
                                "columns",
                                Map.of("EDU.CODE", Map.of("type", "category"), "plain", Map.of("sensitive", true)),
                                "labels",
                                Map.of("1.0", "yes")),
                        "drift",
                        Map.of("tests", Map.of("a.b.c", Map.of("threshold", new BigDecimal("0.2"))))),
                tree);
    }

    @Test
    public void anArgumentWithoutAKeyIsRefused() {
        InputException e = assertThrows(InputException.class, () -> Overrides.parse(List.of("=5")));
        assertEquals("argument '=5' must have the form key=value, such as epochs=5", e.getMessage());
    }
}
