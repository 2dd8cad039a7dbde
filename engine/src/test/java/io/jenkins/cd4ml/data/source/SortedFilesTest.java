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
                files.sort();
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
        try (SortedFiles files = new SortedFiles(folder.getRoot().toPath()).sort()) {
            assertEquals(0, files.size());
            assertTrue(!files.iterator().hasNext());
        }
    }
}
