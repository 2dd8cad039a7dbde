package io.jenkins.cd4ml.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.Test;

public class RowSketchTest {
    private static final List<String> COLUMNS = List.of("key");

    @Test
    public void smallSetsAreComparedExactly() {
        RowSketch present = sketch(0, 200);
        assertEquals(0.25, present.sharedWith(sketch(150, 400)).getAsDouble(), 0);
        assertEquals(1, present.sharedWith(sketch(0, 256)).getAsDouble(), 0);
        assertEquals(0, present.sharedWith(sketch(200, 256)).getAsDouble(), 0);
    }

    /** Against exact overlaps, over many pairs of sets: within five standard errors each, and unbiased. */
    @Test
    public void largeSetsAreComparedWithinTheStandardError() {
        SplittableRandom random = new SplittableRandom(1);
        double bias = 0;
        int pairs = 300;
        for (int pair = 0; pair < pairs; pair++) {
            int size = 300 + random.nextInt(5000);
            int other = (int) (size * (0.5 + 1.5 * random.nextDouble()));
            int common = random.nextInt(Math.min(size, other) + 1);
            int from = random.nextInt(1_000_000);
            double exact = common / (double) size;
            double estimate = sketch(from, from + size)
                    .sharedWith(sketch(from + size - common, from + size - common + other))
                    .getAsDouble();
            // 128 sampled rows where the other set is twice as large
            double error = Math.sqrt(Math.max(exact * (1 - exact), 0.01) / 128);
            assertEquals("pair " + pair, exact, estimate, 5 * error);
            bias += (estimate - exact) / pairs;
        }
        assertEquals(0, bias, 0.01);
    }

    @Test
    public void rowsThatAreAddedLowerTheShare() {
        RowSketch before = sketch(0, 1000);
        for (int grown : new int[] {1000, 1250, 2000, 4000}) {
            double exact = 1000.0 / grown;
            assertEquals(exact, sketch(0, grown).sharedWith(before).getAsDouble(), exact == 1 ? 0 : 0.1);
        }
    }

    @Test
    public void aMuchLargerSetSaysNothingOfASmallOne() {
        assertTrue(sketch(0, 300).sharedWith(sketch(0, 100_000)).isEmpty());
        assertEquals(0, sketch(0, 0).sharedWith(sketch(0, 100)).getAsDouble(), 0);
    }

    @Test
    public void repeatedRowsCountOnce() {
        long[] twice = LongStream.concat(LongStream.of(hashes(0, 40)), LongStream.of(hashes(0, 40)))
                .toArray();
        RowSketch sketch = RowSketch.of(twice, COLUMNS);
        assertEquals(40, sketch.distinct());
        assertTrue(sketch.isSame(sketch(0, 40)));
        assertFalse(sketch.isSame(sketch(0, 41)));
        assertFalse(sketch.isSame(RowSketch.of(hashes(0, 40), List.of("another"))));
    }

    @Test
    public void itSurvivesBeingWritten() {
        for (RowSketch sketch : List.of(
                sketch(0, 0), sketch(0, 7), sketch(0, 1000), RowSketch.of(hashes(0, 3), List.of("é", "b\nc")))) {
            RowSketch read = RowSketch.decode(sketch.encode());
            assertTrue(read.isSame(sketch));
            assertEquals(sketch.columns(), read.columns());
        }
        assertTrue(sketch(0, 100_000).encode().length() < 3000);
    }

    @Test
    public void manyColumnsAreKeptAsTheirHash() {
        List<String> many = IntStream.range(0, 65).mapToObj(i -> "c" + i).toList();
        RowSketch sketch = RowSketch.decode(RowSketch.of(hashes(0, 3), many).encode());
        assertTrue(sketch.columns().isEmpty());
        assertTrue(sketch.isOf(many));
        assertFalse(sketch.isOf(many.subList(1, 65)));
    }

    @Test
    public void whatIsNoSketchIsRefused() {
        String whole = sketch(0, 5).encode();
        for (String damaged : List.of("", "!", "AQ==", whole.substring(0, 40), "Ag" + whole.substring(2))) {
            assertThrows(damaged, IllegalArgumentException.class, () -> RowSketch.decode(damaged));
        }
    }

    private static RowSketch sketch(int from, int to) {
        return RowSketch.of(hashes(from, to), COLUMNS);
    }

    /** Of the rows {@code from} to before {@code to}: uniform, as hashes are. */
    private static long[] hashes(int from, int to) {
        return LongStream.range(from, to)
                .map(row -> new SplittableRandom(row).nextLong())
                .toArray();
    }
}
