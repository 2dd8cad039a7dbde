package io.jenkins.plugins.cd4ml.results;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Run;
import hudson.util.XStream2;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.testing.Golden;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

/** What {@code build.xml} keeps of a result, and that nothing of it gets lost there. */
public class KeptResultTest {
    private static final XStream2 XML = Run.XSTREAM2;

    /** A result without a build. */
    private static final class Kept extends KeptResult {
        Kept(StageResult result) {
            keep(result);
        }
    }

    @Test
    public void everyFigureComesBackToTheLastDigit() throws Exception {
        for (String stage : new String[] {"version-data", "train-model", "validate-model", "check-drift"}) {
            StageResult result = Golden.result(stage);
            Kept kept = new Kept(result);
            Kept read = (Kept) XML.fromXML(XML.toXML(kept));
            Map<String, Double> metrics = Figures.metrics(result);
            assertFalse(stage, metrics.isEmpty());
            assertEquals(stage, metrics, read.getMetrics());
            Bounds bounds = Bounds.of(result, metrics);
            assertEquals(stage, bounds.getLower(), read.getBounds().getLower());
            assertEquals(stage, bounds.getUpper(), read.getBounds().getUpper());
            assertEquals(stage, bounds.getThresholds(), read.getBounds().getThresholds());
            assertEquals(stage, kept.getSummary(), read.getSummary());
        }
    }

    @Test
    public void aNumberIsNoElement() throws Exception {
        String xml = XML.toXML(new Kept(Golden.result("validate-model")));
        assertFalse(xml, xml.contains("<entry>"));
        assertFalse(xml, xml.contains("<double>"));
        assertTrue("kept " + xml.length(), xml.length() < 3000);
    }

    @Test
    public void namesWithGapsStayOnTheirLine() {
        Map<String, Double> hostile = new TreeMap<>(Map.of("a\tb\nc\u2028d\u0085e", 1.5, "", 2.0, "<x>&", -3e-300));
        Bounds bounds = new Bounds(
                new TreeMap<>(), new TreeMap<>(Map.of("<x>&", 7.0)), new TreeMap<>(Map.of("only a threshold", 0.25)));
        FigureTable table = FigureTable.of(FigureTable.text(hostile, bounds));
        assertEquals(Map.of("a b c d e", 1.5, "", 2.0, "<x>&", -3e-300), table.metrics());
        assertEquals(Map.of("<x>&", 7.0), table.bounds().getUpper());
        assertEquals((Double) 0.25, table.bounds().threshold("only a threshold"));
        assertNull(table.bounds().threshold("<x>&"));
    }

    @Test
    public void whatSomebodySpoiltIsLeftOut() {
        FigureTable table = FigureTable.of("\n\t\nrows\tmany\t1\nbytes\t12\nalone");
        assertEquals(Map.of("bytes", 12.0), table.metrics());
        assertEquals(Map.of("rows", 1.0), table.bounds().getLower());
    }
}
