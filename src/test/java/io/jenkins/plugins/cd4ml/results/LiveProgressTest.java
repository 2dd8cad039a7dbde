package io.jenkins.plugins.cd4ml.results;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** What a running stage may put into the controller's memory. */
public class LiveProgressTest {
    private final LiveProgress live = new LiveProgress();

    @Test
    public void aFloodStaysSmall() {
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            flood.append("{\"kind\": \"METRICS\", \"metrics\": {\"loss\": ")
                    .append(i)
                    .append("}}\n");
        }
        live.accept(flood.toString());
        assertEquals("the newest are kept", 1000, live.points(null, 0).points().size());
        assertEquals(4999.0, live.getLastMetrics().get("loss"), 0);
    }

    @Test
    public void whatIsNoEventIsPassedOver() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 51; i++) {
            many.append(i == 0 ? "" : ", ").append("\"m").append(i).append("\": 1");
        }
        live.accept("{\"kind\": \"METRICS\", \"metrics\": {" + many + "}}\n");
        live.accept("{\"kind\": \"MESSAGE\", \"message\": \"" + "x".repeat(70_000) + "\"}\n");
        live.accept("[".repeat(60_000) + "\n\0\n{}\n{\"kind\": \"NONE\"}\n");
        live.accept("{\"kind\": \"METRICS\", \"metrics\": {\"loss\": 1e999}}\n");
        assertTrue(live.getLastMetrics().isEmpty());
        assertNull(live.getMessage());
    }

    @Test
    public void aHostileProgressIsAPercentage() {
        live.accept("{\"kind\": \"PROGRESS\", \"done\": 900, \"total\": 3, \"unit\": \"rows\"}\n");
        assertEquals(Integer.valueOf(100), live.getPercent());
        live.accept("{\"kind\": \"PROGRESS\", \"done\": 9, \"total\": -1, \"unit\": \"rows\"}\n");
        assertNull(live.getPercent());
    }
}
