package io.jenkins.cd4ml.data.expectation;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RepeatsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void findsTheFirstRepeatInMemoryAndOnDiskAlike() throws IOException {
        Path temporary = folder.getRoot().toPath().resolve("t");
        for (int inMemory : new int[] {1 << 20, 1, 100, 4999}) {
            Random random = new Random(9);
            RowPlaces places = new RowPlaces(file -> "f" + file + ".csv");
            Map<Integer, Long> seen = new HashMap<>();
            long expected = 0;
            long first = 0;
            try (Repeats repeats = new Repeats(new int[] {1}, places, temporary, inMemory)) {
                for (int row = 0; row < 20_000; row++) {
                    if (row % 5000 == 0) {
                        places.startFile();
                    }
                    long place = places.pack(row % 5000 + 2);
                    int value = random.nextInt(10_000_000);
                    if (seen.putIfAbsent(value, place) != null && expected++ == 0) {
                        first = place;
                    }
                    repeats.add(new String[] {"same", Integer.toString(value)}, place);
                }
                assertEquals(expected, repeats.count());
                assertEquals(places.place(first), repeats.first());
                assertEquals(expected, repeats.count());
            }
            if (Files.exists(temporary)) {
                try (Stream<Path> left = Files.list(temporary)) {
                    assertEquals(0, left.count());
                }
            }
        }
    }

    @Test
    public void textsAreNotJustGluedTogetherAndMissingIsNotEmpty() throws IOException {
        RowPlaces places = new RowPlaces(file -> "f");
        places.startFile();
        try (Repeats repeats =
                new Repeats(new int[] {0, 1}, places, folder.getRoot().toPath())) {
            repeats.add(new String[] {"ab", "c"}, places.pack(1));
            repeats.add(new String[] {"a", "bc"}, places.pack(2));
            repeats.add(new String[] {"a", null}, places.pack(3));
            repeats.add(new String[] {null, "a"}, places.pack(4));
            repeats.add(new String[] {null, null}, places.pack(5));
            repeats.add(new String[] {null, null}, places.pack(6));
            repeats.add(new String[] {"x".repeat(5000), "é"}, places.pack(7));
            assertEquals(0, repeats.count());
            repeats.add(new String[] {"x".repeat(5000), "é"}, places.pack(8));
            assertEquals(1, repeats.count());
            assertEquals("f:8", repeats.first().toString());
            assertEquals("f:7", repeats.firstEarlier().toString());
        }
    }

    @Test
    public void whatWasNotFinishedLeavesNoFiles() throws IOException {
        Path temporary = folder.getRoot().toPath().resolve("t");
        RowPlaces places = new RowPlaces(file -> "f");
        places.startFile();
        try (Repeats repeats = new Repeats(new int[] {0}, places, temporary, 2)) {
            for (int i = 0; i < 10; i++) {
                repeats.add(new String[] {Integer.toString(i)}, places.pack(i));
            }
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(0, left.count());
        }
    }
}
