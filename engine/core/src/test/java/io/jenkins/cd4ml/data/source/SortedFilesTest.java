package io.jenkins.cd4ml.data.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SortedFilesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatDoesNotFitMemoryIsSortedAllTheSame() throws IOException {
        for (int inMemory : new int[] {1, 7, 100, 5000}) {
            Path temporary = folder.getRoot().toPath().resolve("t" + inMemory);
            TreeSet<String> expected = new TreeSet<>(CodePointOrder.INSTANCE);
            Random random = new Random(inMemory);
            try (SortedFiles files = new SortedFiles(temporary, inMemory)) {
                for (int i = 0; i < 1000; i++) {
                    String path =
                            new String(Character.toChars(random.nextInt(0xD800))) + random.nextInt(3) + "\uD83D\uDE00";
                    expected.add(path);
                    files.add(new FoundFile(path, new FileStat(i, 2, 3, i)));
                }
                assertEquals(expected.size(), files.size());
                for (int again = 0; again < 2; again++) {
                    List<String> found = new ArrayList<>();
                    files.forEach(file -> found.add(file.path()));
                    assertEquals(List.copyOf(expected), found);
                }
                assertEquals(List.copyOf(expected).get(700), files.path(700));
            }
            if (Files.exists(temporary)) {
                try (var left = Files.list(temporary)) {
                    assertEquals(List.of(), left.toList());
                }
            }
        }
    }

    @Test
    public void noneIsNone() throws IOException {
        try (SortedFiles files = new SortedFiles(folder.getRoot().toPath())) {
            assertEquals(0, files.size());
            assertTrue(!files.iterator().hasNext());
        }
    }

    @Test
    public void theFingerprintTellsSetsApartAndNotOrders() throws IOException {
        FoundFile one = new FoundFile("data/1.csv", new FileStat(1, 2, 3, 4));
        FoundFile other = new FoundFile("data/\u00FC.csv", new FileStat(1, 2, 3, 5));
        String both = fingerprint(one, other);
        assertEquals(both, fingerprint(other, one));
        List<String> different = List.of(
                both,
                fingerprint(),
                fingerprint(one),
                fingerprint(one, other, other),
                fingerprint(one, one),
                fingerprint(one, new FoundFile("data/u.csv", other.stat())),
                fingerprint(one, new FoundFile(other.path(), new FileStat(2, 2, 3, 5))),
                fingerprint(one, new FoundFile(other.path(), new FileStat(1, 3, 3, 5))),
                fingerprint(one, new FoundFile(other.path(), new FileStat(1, 2, 4, 5))),
                fingerprint(one, new FoundFile(other.path(), new FileStat(1, 2, 3, 6))),
                fingerprint(new FoundFile("x".repeat(5000), one.stat())),
                fingerprint(new FoundFile("x".repeat(5001), one.stat())));
        assertEquals(different.size(), new TreeSet<>(different).size());
    }

    private String fingerprint(FoundFile... added) throws IOException {
        try (SortedFiles files = new SortedFiles(folder.getRoot().toPath())) {
            for (FoundFile file : added) {
                files.add(file);
            }
            return files.fingerprint();
        }
    }
}
