package io.jenkins.plugins.cd4ml.models;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** Times, figures and pages of lists, without Jenkins. */
public class WordsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static String seen(String then) {
        return new Moment(Instant.parse(then), NOON).getRelative();
    }

    @Test
    public void timesAreToldByTheirLargestUnit() {
        assertEquals("just now", seen("2026-11-21T11:59:57Z"));
        assertEquals("59 seconds ago", seen("2026-11-21T11:59:01Z"));
        assertEquals("1 minute ago", seen("2026-11-21T11:58:59Z"));
        assertEquals("1 hour ago", seen("2026-11-21T10:01:00Z"));
        assertEquals("1 day ago", seen("2026-11-19T12:00:01Z"));
        assertEquals("400 days ago", seen("2025-10-17T12:00:00Z"));
        assertEquals("2 years ago", seen("2024-11-01T12:00:00Z"));
        assertEquals("in 2 hours", seen("2026-11-21T14:00:00Z"));
        assertEquals("2026-11-21 12:00:00 UTC", new Moment(NOON, NOON).getExact());
        assertEquals("2026-11-21T12:00:00", new Moment(NOON, NOON).getField());
    }

    @Test
    public void readsTimesAsFormsAndPeopleWriteThem() {
        for (String noon : List.of(
                "2026-11-21T12:00",
                "2026-11-21 12:00:00",
                "2026-11-21T13:00:00+01:00",
                "2026-11-21T12:00Z",
                "2026-11-21T13:00:00 01:00",
                "2026-11-21 13:00 01:00")) {
            assertEquals(noon, NOON, Moment.parse(noon));
        }
        for (String wrong :
                Arrays.asList(null, "", "noon", "2026-13-01T00:00", "+999999999-12-31T23:59:59Z", "2".repeat(100))) {
            assertNull(wrong, Moment.parse(wrong));
        }
    }

    @Test
    public void figuresHaveThreeDigitsAndTheIntervalAsManyDecimals() {
        assertEquals("0.910 [0.862, 0.948]", Estimate.of(0.9104, new Interval(0.8621, 0.948, 0.95)));
        assertEquals("0.0011 [-0.0455, 0.0489]", Estimate.of(0.0011, new Interval(-0.0455, 0.0489, 0.95)));
        assertEquals("1,230 [1,100, 1,340]", Estimate.of(1230.0, new Interval(1100, 1340, 0.95)));
        assertEquals("0.500", Estimate.of(0.5, null));
        assertEquals("\u2013", Estimate.of(null, null));
        assertEquals("Recall, rain", Estimate.name(metric("recall", "rain")));
        assertEquals("F1 (macro)", Estimate.name(metric("f1_macro", null)));
    }

    @Test
    public void oneMetricSpeaksForAVersion() {
        List<MetricValue> metrics = List.of(metric("log_loss", null), metric("accuracy", "rain"), metric("rmse", null));
        assertEquals("rmse", Estimate.telling(metrics).orElseThrow().name());
        assertEquals(
                "own",
                Estimate.telling(List.of(metric("own", null))).orElseThrow().name());
        assertTrue(Estimate.telling(null).isEmpty());
    }

    private static MetricValue metric(String name, String label) {
        return new MetricValue(name, label, 0.5, null, 10, true);
    }

    @Test
    public void aPageOfAListIsAlwaysThere() {
        List<Integer> numbers = IntStream.rangeClosed(1, 23).boxed().toList();
        Sheet<Integer> last = Sheet.of(numbers, "3", 10);
        assertEquals(List.of(21, 22, 23), last.items());
        assertEquals("21 to 23 of 23, page 3 of 3", words(last));
        assertEquals("21 to 23 of 23, page 3 of 3", words(Sheet.of(numbers, "999999", 10)));
        for (String first : Arrays.asList(null, "", "0", "-1", "x", "1", "99999999999999")) {
            assertEquals("1 to 10 of 23, page 1 of 3", words(Sheet.of(numbers, first, 10)));
        }
        assertEquals("1 to 0 of 0, page 1 of 1", words(Sheet.of(List.of(), "2", 10)));
        assertEquals(List.of("21", "22", "23"), last.map(String::valueOf).items());
    }

    private static String words(Sheet<?> sheet) {
        return sheet.first() + " to " + sheet.last() + " of " + sheet.total() + ", page " + sheet.number() + " of "
                + sheet.count();
    }

    @Test
    public void findsVersionsByWhatIsKnownOfThem() {
        ModelVersion version = new ModelVersion(
                1,
                "weather",
                12,
                "sha256:ab",
                NOON,
                "amy",
                new BuildReference("team/train", 7),
                new ModelVersion.Lineage("build-7", "sha256:cd", null, null, null, null, null),
                null,
                null);
        for (String found : List.of("12", "production", "team/train #7", "sha256:c", "amy")) {
            assertTrue(found, VersionFilter.matches(version, List.of("production"), found));
        }
        for (String other : List.of("1", "7", "staging", "bob")) {
            assertFalse(other, VersionFilter.matches(version, List.of("production"), other));
        }
    }
}
