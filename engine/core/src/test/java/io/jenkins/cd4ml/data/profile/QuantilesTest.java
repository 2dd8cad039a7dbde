package io.jenkins.cd4ml.data.profile;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.DoublesSortedView;
import org.apache.datasketches.quantilescommon.DoublesSortedViewIterator;
import org.junit.Test;

/** Numbers in blocks against all of them as the JDK sorts them, and against what Apache DataSketches reads. */
public class QuantilesTest {
    /** The published error of a KLL sketch with k = 2000, for all ranks at once. */
    private static final double ERROR = 0.0019;

    @Test
    public void ranksAreWithinThePublishedErrorWhateverTheOrder() {
        Random random = new Random(11);
        int size = 100_000;
        Map<String, double[]> samples = new TreeMap<>();
        samples.put("any order", random.doubles(size).toArray());
        samples.put("ascending", IntStream.range(0, size).asDoubleStream().toArray());
        samples.put("descending", IntStream.range(0, size).mapToDouble(i -> -i).toArray());
        samples.put(
                "every block the same",
                IntStream.range(0, size).mapToDouble(i -> i % Quantiles.BLOCK).toArray());
        samples.put("few different", random.ints(size, 0, 12).asDoubleStream().toArray());
        samples.put(
                "far apart",
                random.doubles(size).map(x -> Math.exp(300 * (x - 0.5))).toArray());
        samples.forEach((name, numbers) -> assertRanks(name, numbers, of(numbers, random)));
    }

    @Test
    public void partsMergeAndSurviveAsBytes() {
        Random random = new Random(12);
        double[] numbers = random.doubles(100_000).map(x -> 1 / x).toArray();
        Quantiles merged = of(Arrays.copyOf(numbers, 30_001), random);
        merged.merge(Quantiles.of(
                of(Arrays.copyOfRange(numbers, 30_001, 99_000), random).toByteArray()));
        merged.merge(of(Arrays.copyOfRange(numbers, 99_000, numbers.length), random));
        assertRanks("merged", numbers, merged);
        Quantiles read = Quantiles.of(merged.toByteArray());
        assertArrayEquals(merged.toByteArray(), read.toByteArray());
        assertRanks("read", numbers, read);
    }

    @Test
    public void theLibraryReadsEveryLevel() {
        Random random = new Random(13);
        for (int blocks : new int[] {1, 7, 8, 9, 200}) {
            double[] numbers = random.doubles((long) blocks * Quantiles.BLOCK).toArray();
            DoublesSortedView view = KllDoublesSketch.heapify(
                            Memory.wrap(of(numbers, random).toByteArray()))
                    .getSortedView();
            assertEquals(numbers.length, view.getN());
            long sum = 0;
            double before = Double.NEGATIVE_INFINITY;
            DoublesSortedViewIterator kept = view.iterator();
            while (kept.next()) {
                sum += kept.getWeight();
                assertTrue(before <= kept.getQuantile());
                before = kept.getQuantile();
            }
            assertEquals(numbers.length, sum);
        }
    }

    @Test
    public void blocksAreSortedAsTheJdkSortsThem() {
        Random random = new Random(14);
        NumberSort sort = new NumberSort(Quantiles.BLOCK);
        for (int size : new int[] {0, 1, 2, 100, Quantiles.BLOCK}) {
            assertSorted(sort, random.doubles(size).map(x -> 2e3 * x - 1e3).toArray());
            assertSorted(
                    sort,
                    random.longs(size)
                            .mapToDouble(Double::longBitsToDouble)
                            .filter(Double::isFinite)
                            .toArray());
            assertSorted(sort, random.ints(size, 0, 3).asDoubleStream().toArray());
            assertSorted(
                    sort, random.ints(size, 0, 1000).mapToDouble(i -> 1e15 + i).toArray());
            // Alike in all bits that are looked at, beside one of another sign.
            double[] alike =
                    random.ints(size, 0, 1000).mapToDouble(i -> 1 + i * 0x1p-52).toArray();
            if (size > 0) {
                alike[size / 2] = -Double.MAX_VALUE;
            }
            assertSorted(sort, alike);
        }
    }

    private static void assertSorted(NumberSort sort, double[] numbers) {
        double[] expected = numbers.clone();
        Arrays.sort(expected);
        sort.sort(numbers, numbers.length);
        assertArrayEquals(expected, numbers, 0);
    }

    /** In blocks, now and then one that is not full. */
    private static Quantiles of(double[] numbers, Random random) {
        Quantiles quantiles = new Quantiles();
        int at = 0;
        while (at < numbers.length) {
            boolean full = numbers.length % Quantiles.BLOCK == 0 || random.nextInt(10) > 0;
            int size = Math.min(full ? Quantiles.BLOCK : 77, numbers.length - at);
            quantiles.add(Arrays.copyOfRange(numbers, at, at + size), size);
            at += size;
        }
        return quantiles;
    }

    private static void assertRanks(String name, double[] numbers, Quantiles quantiles) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double[] edges = IntStream.range(1, 50)
                .mapToDouble(i -> sorted[i * sorted.length / 50])
                .distinct()
                .toArray();
        double[] shares = quantiles.sharesBelow(edges);
        for (int i = 0; i < edges.length; i++) {
            double edge = edges[i];
            double share = (double) Arrays.stream(sorted).filter(x -> x < edge).count() / sorted.length;
            assertEquals(name + " below " + edge, share, shares[i], ERROR);
        }
        assertEquals(sorted[0], quantiles.at(0), 0);
        assertEquals(sorted[sorted.length - 1], quantiles.at(1), 0);
    }
}
