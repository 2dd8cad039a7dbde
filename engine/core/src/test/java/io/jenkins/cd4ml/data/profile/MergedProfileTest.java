package io.jenkins.cd4ml.data.profile;

import static io.jenkins.cd4ml.data.profile.SampleProfiles.numbers;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.profile;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.summary;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.summaryOf;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Profiles of parts, put together. */
public class MergedProfileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void partsMergeToTheWholeInAnyOrder() throws Exception {
        Random random = new Random(4);
        for (List<String> values : List.of(
                numbers(3000, i -> i % 50 == 0 ? null : Integer.toString(random.nextInt(500))),
                numbers(25_000, i -> i % 50 == 0 ? null : Double.toString(1e6 + random.nextGaussian())),
                numbers(25_000, i -> java.time.Instant.ofEpochSecond(random.nextInt())
                        .toString()),
                numbers(25_000, i -> i % 3 == 0 ? "word " + random.nextInt(20) : "id" + random.nextInt()),
                numbers(12_000, i -> i < 6000 ? Integer.toString(i) : "x" + (i % 6000)))) {
            ColumnSummary whole = summary(values);
            for (int parts : new int[] {2, 13}) {
                List<ColumnProfile> pieces = split(values, parts, random);
                Collections.shuffle(pieces, random);
                assertSame(whole, summaryOf(mergeInTurn(pieces)), values);
                assertSame(whole, summaryOf(mergeAsTree(split(values, parts, random))), values);
                assertSame(whole, summaryOf(mergeInTurn(throughFiles(split(values, parts, random)))), values);
            }
        }
    }

    @Test
    public void whetherAMergedProfileIsExactDependsOnTheWholeAlone() {
        List<String> first = numbers(6000, Integer::toString);
        List<String> second = numbers(6000, i -> Integer.toString(i + 4000));
        ColumnProfile merged = profile(first, null);
        merged.merge(profile(second, null));
        assertTrue("10,000 different values", merged.isExact());
        ColumnProfile one = profile(List.of("-1"), null);
        one.merge(merged);
        assertFalse("10,001 different values", one.isExact());
        assertEquals(12_001, one.count());
    }

    /** Exactly the same where exact; of sketches the same up to their published errors. */
    private static void assertSame(ColumnSummary whole, ColumnSummary merged, List<String> values) {
        assertEquals(whole.type(), merged.type());
        assertEquals(whole.exact(), merged.exact());
        assertEquals(whole.count(), merged.count());
        assertEquals(whole.missing(), merged.missing());
        assertEquals(whole.minimum(), merged.minimum());
        assertEquals(whole.maximum(), merged.maximum());
        if (whole.mean() != null) {
            assertEquals(1, merged.mean() / whole.mean(), 1e-12);
            assertEquals(1, merged.sd() / whole.sd(), 1e-12);
        }
        if (whole.exact()) {
            assertEquals(whole, merged);
            return;
        }
        long distinct = values.stream().filter(v -> v != null).distinct().count();
        assertEquals(1, (double) merged.distinct() / distinct, 3 * 0.0081);
        if (whole.mean() != null) {
            double[] sorted = values.stream()
                    .filter(v -> v != null)
                    .mapToDouble(Double::parseDouble)
                    .sorted()
                    .toArray();
            for (int i = 0; i < merged.quantiles().size(); i++) {
                double rank = rank(sorted, merged.quantiles().get(i));
                assertEquals(NumberFigures.PROBABILITIES.get(i), rank, 0.005);
            }
            long before = 0;
            for (int bin = 0; bin < merged.histogram().counts().size(); bin++) {
                before += merged.histogram().counts().get(bin);
                double edge = merged.histogram().edges().get(bin + 1);
                assertEquals(rank(sorted, edge), (double) before / sorted.length, 0.005);
            }
        }
        assertEquals(words(whole), words(merged));
    }

    private static List<String> words(ColumnSummary summary) {
        return summary.top().stream()
                .map(ValueCount::value)
                .filter(value -> value.startsWith("word"))
                .sorted()
                .toList();
    }

    private static double rank(double[] sorted, double value) {
        int found = Arrays.binarySearch(sorted, value);
        return (double) (found >= 0 ? found + 1 : -found - 1) / sorted.length;
    }

    private List<ColumnProfile> throughFiles(List<ColumnProfile> profiles) throws Exception {
        List<ColumnProfile> read = new ArrayList<>();
        for (ColumnProfile profile : profiles) {
            Path file = folder.newFile().toPath();
            Column column = new Column("x", TypeInference.typeOf(profile), false);
            new Profile("v", profile.count(), List.of(new ProfiledColumn(column, profile))).write(file);
            read.add(Profile.read(file).columns().get(0).profile());
        }
        return read;
    }

    private static ColumnProfile mergeInTurn(List<ColumnProfile> profiles) {
        ColumnProfile merged = new ColumnProfile(null);
        profiles.forEach(merged::merge);
        return merged;
    }

    private static ColumnProfile mergeAsTree(List<ColumnProfile> profiles) {
        List<ColumnProfile> left = new ArrayList<>(profiles);
        while (left.size() > 1) {
            ColumnProfile last = left.remove(left.size() - 1);
            left.get(left.size() / 2).merge(last);
        }
        return left.get(0);
    }

    private static List<ColumnProfile> split(List<String> values, int parts, Random random) {
        List<List<String>> pieces = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            pieces.add(new ArrayList<>());
        }
        values.forEach(value -> pieces.get(random.nextInt(parts)).add(value));
        List<ColumnProfile> profiles = new ArrayList<>();
        pieces.forEach(piece -> profiles.add(profile(piece, null)));
        return profiles;
    }
}
