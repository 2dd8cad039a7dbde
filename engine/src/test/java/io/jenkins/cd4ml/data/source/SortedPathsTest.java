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

public class SortedPathsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatDoesNotFitMemoryIsSortedAllTheSame() throws IOException {
        for (int inMemory : new int[] {1, 7, 100, 5000}) {
            Path temporary = folder.getRoot().toPath().resolve("t" + inMemory);
            TreeSet<String> expected = new TreeSet<>(CodePointOrder.INSTANCE);
            Random random = new Random(inMemory);
            try (SortedPaths paths = new SortedPaths(temporary, inMemory)) {
                for (int i = 0; i < 1000; i++) {
                    String path =
                            new String(Character.toChars(random.nextInt(0xD800))) + random.nextInt(3) + "\uD83D\uDE00";
                    expected.add(path);
                    paths.add(path);
                }
                paths.sort();
                assertEquals(expected.size(), paths.size());
                for (int again = 0; again < 2; again++) {
                    List<String> found = new ArrayList<>();
                    paths.forEach(found::add);
                    assertEquals(List.copyOf(expected), found);
                }
                assertEquals(List.copyOf(expected).get(700), paths.get(700));
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
        try (SortedPaths paths = new SortedPaths(folder.getRoot().toPath()).sort()) {
            assertEquals(0, paths.size());
            assertTrue(!paths.iterator().hasNext());
        }
    }
}
