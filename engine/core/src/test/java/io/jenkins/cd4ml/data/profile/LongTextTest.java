package io.jenkins.cd4ml.data.profile;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A profile knows long texts by their beginning and a hash, and counts them as if it had all of them. */
public class LongTextTest {
    private static final int LONG = 20_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aLongTextIsItsBeginningAndAHash() {
        assertEquals("x".repeat(128), shown("x".repeat(128)));
        String cut = shown("x".repeat(129));
        assertTrue(cut, cut.matches("x{100}…[0-9a-f]{16}"));
        assertTrue(LongText.isCut(cut));
        assertFalse(LongText.isCut("x".repeat(117)));
        assertFalse(LongText.isCut("short"));
        assertNotEquals(cut, shown("x".repeat(130)));
        String smile = shown("x".repeat(99) + "\uD83D\uDE00".repeat(20));
        assertTrue("no half of a character: " + smile, smile.matches("x{99}…[0-9a-f]{16}"));
        assertTrue(LongText.isCut(smile));
    }

    @Test
    public void longNumbersStayNumbers() {
        ColumnProfile profile = new ColumnProfile(null);
        profile.add("0." + "1".repeat(200), "f.csv", 2, 0);
        profile.add("0.5", "f.csv", 3, 1);
        assertEquals(ColumnType.DECIMAL, TypeInference.typeOf(profile));
    }

    /** 300 reviews of which 200 differ, at their very end. */
    @Test
    public void textsThatDifferAtTheirEndAreDifferent() throws Exception {
        ColumnSummary summary = read(reviews(200, 300)).columns().get(0).summary();
        assertEquals(200, summary.distinct());
        assertTrue(summary.exact());
        assertEquals(2, summary.top().get(0).count());
        assertEquals(2, summary.top().get(19).count());
        Path file = folder.getRoot().toPath().resolve("profile.json");
        assertTrue("bytes: " + Files.size(file), Files.size(file) < 40_000);
    }

    @Test
    public void partsMergeToTheWholeAlsoBeyondWhatIsExact() throws Exception {
        ProfiledColumn first = column(reviews(8_000, 8_000));
        ProfiledColumn second = column(reviews(12_000, 12_000));
        ColumnSummary merged = first.mergedWith(second).summary();
        assertFalse(merged.exact());
        assertEquals("three standard errors of HyperLogLog", 12_000, merged.distinct(), 0.024 * 12_000);
        assertEquals(20_000, merged.count());
    }

    private static String shown(String text) {
        ColumnProfile profile = new ColumnProfile(null);
        profile.add(text, "f.csv", 2, 0);
        List<ValueCount> counts = column(profile).counts();
        return counts.get(0).value();
    }

    private static ColumnProfile reviews(int different, int rows) {
        String beginning = "A review ".repeat(different > 1_000 ? 20 : LONG / 9);
        ColumnProfile profile = new ColumnProfile(null);
        for (int i = 0; i < rows; i++) {
            profile.add(beginning + i % different, "f.csv", i + 2, i);
        }
        return profile;
    }

    private static ProfiledColumn column(ColumnProfile profile) {
        return new ProfiledColumn(new Column("review", ColumnType.TEXT, false), profile);
    }

    private Profile read(ColumnProfile profile) throws Exception {
        Path file = folder.getRoot().toPath().resolve("profile.json");
        new Profile("v", profile.count(), List.of(column(profile))).write(file);
        return Profile.read(file);
    }
}
