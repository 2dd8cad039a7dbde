package io.jenkins.cd4ml.data.profile;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

/** Texts counted in runs of characters against the JDK's own map. */
public class ValueCountsTest {
    /** {@code Aa} and {@code BB} have one hash in Java, and so have all texts that are made of them. */
    @Test
    public void textsThatCollideInJavaDoNotHere() {
        Set<Integer> hashes = new HashSet<>();
        Set<Integer> java = new HashSet<>();
        for (int i = 0; i < 8192; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 13; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            java.add(text.toString().hashCode());
            hashes.add(ValueCounts.hash(text.toString().toCharArray(), 0, text.length()));
        }
        assertEquals(1, java.size());
        assertTrue(hashes.size() + " different", hashes.size() > 8000);
    }

    @Test
    public void textsAreCountedAsAMapCountsThem() {
        Random random = new Random(31);
        ValueCounts counts = new ValueCounts();
        Map<String, Long> expected = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            String text = text(random);
            boolean isNew = expected.merge(text, 1L + i % 3, Long::sum) == 1L + i % 3;
            char[] among = ("<" + text + ">").toCharArray();
            assertEquals(
                    isNew,
                    i % 2 == 0 ? counts.add(text, 1 + i % 3) : counts.add(among, 1, 1 + text.length(), 1 + i % 3));
        }
        assertEquals(expected.size(), counts.size());
        Map<String, Long> found = new HashMap<>();
        counts.forEach(found::put);
        assertEquals(expected, found);
        List<String> sorted = new ArrayList<>();
        counts.forEachSorted((text, count) -> sorted.add(text));
        assertEquals(expected.keySet().stream().sorted().toList(), sorted);
    }

    @Test
    public void valuesStandOneBehindTheOther() {
        ColumnTexts texts = new ColumnTexts(4);
        String first = "long ".repeat(100_000);
        texts.add(first);
        texts.endRow();
        texts.endRow();
        texts.add("xyäz".toCharArray(), 1, 3);
        texts.endRow();
        assertEquals(3, texts.size());
        assertEquals(first, texts.value(0));
        assertEquals("missing", texts.from(1), texts.to(1));
        assertEquals("yä", texts.value(2));
        ColumnProfile profile = new ColumnProfile(null);
        profile.add(texts, row -> new Place("f.csv", row, row, texts.value(row)));
        assertEquals(3, profile.count());
        assertEquals(1, profile.missing());
        texts.clear();
        assertEquals(0, texts.size());
        assertEquals(0, texts.length());
    }

    /** Some often, many with the same hash as others, one of each length up to 40. */
    private static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "often " + random.nextInt(5);
            case 1 -> (random.nextBoolean() ? "Aa" : "BB").repeat(1 + random.nextInt(3))
                    + (random.nextBoolean() ? "Aa" : "BB");
            case 2 -> "x".repeat(1 + random.nextInt(40));
            default -> Integer.toString(random.nextInt(30_000));
        };
    }
}
